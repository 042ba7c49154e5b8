/** What a rule or a use case answers when failing is part of the business: plain data, switched on by its `type`. */
export type Result<Value, Failure extends { type: string }> =
  | { ok: true; value: Value }
  | { ok: false; error: Failure };

export const ok = <Value>(value: Value): { ok: true; value: Value } => ({ ok: true, value });

export const fail = <Failure extends { type: string }>(error: Failure): { ok: false; error: Failure } => ({
  ok: false,
  error,
});

/** The compiler's proof that every case was handled; throws if data from outside proves it wrong. */
export function unreachable(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
