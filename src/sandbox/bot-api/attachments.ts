import type { StoredFile } from "./state.ts";
import type { Attachments } from "./telegram-objects.ts";

/** How a file of each kind appears in a message. */
export function attach(
  kind: string,
  file: StoredFile,
  more: { duration?: number; emoji?: string },
): Attachments {
  const facts = { file_id: file.fileId, file_unique_id: file.uniqueId, file_size: file.bytes.length };
  const named = { ...facts, file_name: file.name, mime_type: file.mimeType };
  const { duration = 1, emoji } = more;
  const size = { width: 640, height: 480 };
  switch (kind) {
    case "photo":
      return { photo: [{ ...facts, ...size }] };
    case "voice":
      return { voice: { ...facts, duration, mime_type: file.mimeType } };
    case "video":
      return { video: { ...named, ...size, duration } };
    case "audio":
      return { audio: { ...named, duration } };
    case "animation":
      return { animation: { ...named, ...size, duration }, document: named };
    case "sticker":
      return {
        sticker: {
          ...facts,
          type: "regular",
          width: 512,
          height: 512,
          is_animated: false,
          is_video: false,
          emoji,
        },
      };
    default:
      return { document: named };
  }
}
