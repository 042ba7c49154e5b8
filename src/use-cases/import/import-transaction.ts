import type { Database } from "../../db/database.ts";
import type { Prisma } from "../../db/generated/client.ts";

/** A merge of a million lines is still one transaction. */
const TIMEOUT_MS = 10 * 60_000;

/** Commits what `work` did, or undoes all of it when it answers undefined or the signal was given. */
export async function importTransaction<Value>(
  database: Database,
  signal: AbortSignal | undefined,
  work: (tx: Prisma.TransactionClient) => Promise<Value | undefined>,
): Promise<Value | undefined> {
  const undone = Symbol("undone");
  try {
    return await database.prisma.$transaction(
      async (tx) => {
        signal?.throwIfAborted();
        // Compiling these statements takes longer than running them.
        await tx.$executeRaw`SET LOCAL jit = off`;
        // One connection for everybody: the import must be short. Checking that a row which was joined to its
        // parent has that parent is a third of its work, and here nobody could take the parent away meanwhile.
        if (database.kind === "embedded") await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
        const value = await work(tx);
        signal?.throwIfAborted();
        if (value === undefined) throw undone;
        return value;
      },
      { maxWait: 60_000, timeout: TIMEOUT_MS },
    );
  } catch (error) {
    if (error === undone) return undefined;
    throw error;
  }
}
