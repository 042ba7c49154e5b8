import { setImmediate as nextTurn } from "node:timers/promises";

/** Resolves with the first answer that is not undefined, null or false; rejects after `timeoutMs`, saying what it waited for. */
export async function until<Value>(
  what: string,
  probe: () => Value | Promise<Value>,
  timeoutMs = 10_000,
): Promise<NonNullable<Value>> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== null && value !== false) return value as NonNullable<Value>;
    if (Date.now() > end) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}`);
    await nextTurn();
  }
}
