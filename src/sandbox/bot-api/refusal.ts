/** What Telegram sends instead of a result. */
export interface Refusal {
  errorCode: number;
  description: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number };
}

const refusals = new WeakMap<Error, Refusal>();

/** The error to throw for an answer `{ ok: false }`; any other error is a bug of the stand-in. */
export function refusal(errorCode: number, description: string, parameters?: Refusal["parameters"]): Error {
  const error = new Error(description);
  refusals.set(error, { errorCode, description, parameters });
  return error;
}

export const badRequest = (description: string): Error => refusal(400, `Bad Request: ${description}`);
export const forbidden = (description: string): Error => refusal(403, `Forbidden: ${description}`);
export const conflict = (description: string): Error => refusal(409, `Conflict: ${description}`);

/** The refusal an error carries, if it is one. */
export const refusalOf = (error: unknown): Refusal | undefined =>
  error instanceof Error ? refusals.get(error) : undefined;
