/** At most `count` in any `perMs`. */
export interface Limit {
  count: number;
  perMs: number;
}

/** When the last few were, oldest first; as many as the limit counts. */
export type Sent = readonly number[];

/** Milliseconds until one more is within the limit; 0: now. A clock that was set back makes nobody wait longer. */
export function waitFor(sent: Sent, { count, perMs }: Limit, now: number): number {
  if (sent.length < count) return 0;
  const since = now - sent[sent.length - count]!;
  return since < 0 ? 0 : Math.max(0, perMs - since);
}

/** With one more, whether the limit allowed it or not. */
export const withOneMore = (sent: Sent, { count }: Limit, now: number): Sent => [...sent, now].slice(-count);

/** A flow of so many a second; after a pause a few may come closer together. */
export interface Flow {
  perSecond: number;
  burst: number;
}

/** Fills with time up to the flow's burst. Below zero is what was spent without asking. */
export interface Bucket {
  tokens: number;
  at: number;
}

/** How many seconds of the flow can be spent ahead: whoever asks is not kept waiting longer for it. */
const DEEPEST_DEBT_SECONDS = 1;

/** What is in the bucket by now. A clock that was set back fills nothing. */
export function refill({ tokens, at }: Bucket, { perSecond, burst }: Flow, now: number): Bucket {
  const seconds = Math.max(0, now - at) / 1000;
  return { tokens: Math.min(burst, tokens + seconds * perSecond), at: now };
}

/** Milliseconds until the bucket holds one; 0: now. */
export function waitForToken(bucket: Bucket, flow: Flow, now: number): number {
  const { tokens } = refill(bucket, flow, now);
  return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / flow.perSecond) * 1000);
}

/** Takes one out, whether it holds one or not. */
export function spend(bucket: Bucket, flow: Flow, now: number): Bucket {
  const { tokens } = refill(bucket, flow, now);
  return { tokens: Math.max(tokens - 1, -flow.perSecond * DEEPEST_DEBT_SECONDS), at: now };
}
