import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { fail, ok, type Result } from "../domain/result.ts";
import type { CommandFile } from "./command.ts";

/** Opens an operator's text file; its text ends with an error where it is not UTF-8. */
export async function openFile(
  path: string,
): Promise<Result<CommandFile, { type: "unreadable"; message: string }>> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    const why = found.code === "ENOENT" ? "there is no such file" : found.message;
    return fail({ type: "unreadable", message: `${path}: ${why}` });
  }
  if (found.isDirectory()) return fail({ type: "unreadable", message: `${path} is a directory` });
  return ok({ text: readText(path), sizeBytes: found.size });
}

async function* readText(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const decode = (bytes?: Buffer) => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw new Error(`${path} is not UTF-8 text: save it as "CSV UTF-8"`);
    }
  };
  for await (const bytes of createReadStream(path)) yield decode(bytes as Buffer);
  yield decode();
}
