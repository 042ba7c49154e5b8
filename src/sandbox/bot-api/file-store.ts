import type { Call } from "./method.ts";
import { badRequest } from "./refusal.ts";
import type { StoredFile } from "./state.ts";
import type { World } from "./world.ts";

const MEGABYTE = 2 ** 20;
const FOLDERS: Record<string, string> = {
  photo: "photos",
  document: "documents",
  voice: "voice",
  video: "videos",
  audio: "music",
  animation: "animations",
  sticker: "stickers",
};

/** Keeps bytes under a new file id; ids tell the kind, as Telegram's do. */
export function storeFile(
  world: World,
  kind: string,
  file: { name: string; mimeType: string; bytes: Uint8Array },
): StoredFile {
  const number = world.state.files.size;
  const ending = /\.[a-z\d]{1,8}$/i.exec(file.name)?.[0] ?? "";
  const stored: StoredFile = {
    ...file,
    fileId: `${kind}-file-${number}-${"A".repeat(24)}`,
    uniqueId: `unique${number}`,
    kind,
    path: `${FOLDERS[kind] ?? "documents"}/file_${number}${ending}`,
  };
  world.state.files.set(stored.fileId, stored);
  return stored;
}

/** The file a parameter names: an upload (its own part or `attach://part`) or one sent before. */
export function givenFile(world: World, kind: string, reference: string, call: Call): StoredFile {
  const part = /^attach:\/\/(.*)$/.exec(reference)?.[1];
  if (part !== undefined) {
    const upload = call.files.get(part);
    if (!upload) throw badRequest(`there is no ${kind} in the request`);
    if (upload.bytes.length === 0) throw badRequest("file must be non-empty");
    if (upload.bytes.length > (kind === "photo" ? 10 : 50) * MEGABYTE) {
      throw badRequest(kind === "photo" ? "too big for a photo" : "file is too big");
    }
    return storeFile(world, kind, upload);
  }
  if (/^https?:\/\//.test(reference)) throw badRequest("failed to get HTTP URL content");
  const stored = world.state.files.get(reference);
  if (!stored) throw badRequest("wrong remote file identifier specified: Wrong string length");
  if (stored.kind !== kind) throw badRequest(`can't use file of type ${stored.kind} as ${kind}`);
  return stored;
}

export function findByPath(world: World, path: string): StoredFile | undefined {
  for (const file of world.state.files.values()) if (file.path === path) return file;
  return undefined;
}
