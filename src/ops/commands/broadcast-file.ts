import { readFile } from "node:fs/promises";
import { dirname, extname, resolve } from "node:path";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { CommandFile } from "../command.ts";
import { openFile } from "../read-file.ts";

/** Telegram takes 10 MB; this is a large poster. */
const LARGEST_PICTURE = 5 * 1024 * 1024;
const KINDS = [".jpg", ".jpeg", ".png", ".webp"];
const DATA = "data:;base64,";
const PIECE = 48 * 1024;

/** Opens a broadcast where its operator is: the picture that it names, beside it, travels inside the text. */
export async function openBroadcastFile(
  path: string,
): Promise<Result<CommandFile, { type: "unreadable"; message: string }>> {
  const opened = await openFile(path);
  if (!opened.ok) return opened;
  let text = "";
  try {
    text = await readAll(opened.value);
  } catch (error) {
    return fail({ type: "unreadable", message: (error as Error).message });
  }
  const named = /^picture\s*:\s*(\S.*?)\s*$/m.exec(text.split(/^\[/m)[0]!);
  if (named) {
    const picture = await readPicture(resolve(dirname(path), named[1]!));
    if (!picture.ok) return picture;
    text = text.replace(named[0], () => `picture: ${picture.value}`);
  }
  return ok({ text: inPieces(text), sizeBytes: Buffer.byteLength(text) });
}

/** The bytes of a picture that travelled inside a text. */
export const pictureBytes = (data: string): Buffer => Buffer.from(data.slice(DATA.length), "base64");

export async function readAll(file: CommandFile): Promise<string> {
  let all = "";
  for await (const text of file.text) all += text;
  return all;
}

async function readPicture(path: string): Promise<Result<string, { type: "unreadable"; message: string }>> {
  const unreadable = (why: string) => fail({ type: "unreadable" as const, message: `${path}: ${why}` });
  if (!KINDS.includes(extname(path).toLowerCase()))
    return unreadable("a picture is a JPEG, PNG or WebP file");
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => error);
  if (bytes instanceof Error)
    return unreadable(bytes.code === "ENOENT" ? "there is no such picture" : bytes.message);
  if (bytes.length > LARGEST_PICTURE) return unreadable("a picture may have 5 MB");
  return ok(DATA + bytes.toString("base64"));
}

async function* inPieces(text: string): AsyncGenerator<string> {
  const characters = text.length;
  for (let at = 0; at < characters; ) {
    // Not between the halves of a character.
    const half = /[\uD800-\uDBFF]/.test(text[Math.min(at + PIECE, characters) - 1]!) ? 1 : 0;
    yield text.slice(at, at + PIECE + half);
    at += PIECE + half;
  }
}
