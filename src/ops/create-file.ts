import { open, unlink } from "node:fs/promises";
import { fail, ok } from "../domain/result.ts";
import type { OperatorDesk } from "./command.ts";

/** A new file that only its owner can read. Its place is taken at once, so that a command that fails early fails there. */
export const createFile: OperatorDesk["createFile"] = async (path) => {
  const file = await open(path, "wx", 0o600).catch((error: NodeJS.ErrnoException) => error);
  if (file instanceof Error) {
    const why = file.code === "EEXIST" ? "is there already: name another file" : file.message;
    return fail({ type: "not_created", message: `${path} ${why}` });
  }
  return ok({
    async keep(bytes) {
      await file.writeFile(bytes);
      await file.close();
    },
    async discard() {
      await file.close();
      await unlink(path);
    },
  });
};
