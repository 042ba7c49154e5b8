import { refusal } from "./refusal.ts";

/**
 * Telegram's pace, which it does not publish exactly: a message a second per chat with a small burst,
 * thirty a second in all, and twenty a minute in a group, edits included there.
 * https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
 */
const PER_CHAT = { perSecond: 1, burst: 3 };
const OVERALL = { perSecond: 30, burst: 30 };
const PER_GROUP = { perSecond: 20 / 60, burst: 20 };

export interface RateLimits {
  /** Refuses a call that comes too soon with 429 and `retry_after`. */
  check(method: string, params: Record<string, unknown>): void;
}

export const noRateLimits: RateLimits = { check() {} };

interface Pace {
  perSecond: number;
  burst: number;
}

/** A bucket refills with time; `at` is when it last did. */
interface Bucket {
  left: number;
  at: number;
}

export function createRateLimits(now: () => number): RateLimits {
  const overall: Bucket = { left: OVERALL.burst, at: now() };
  const bucketByChat = new Map<unknown, Bucket>();

  const chatBucket = (chatId: unknown, pace: Pace): Bucket => {
    const bucket = bucketByChat.get(chatId) ?? { left: pace.burst, at: now() };
    bucketByChat.set(chatId, bucket);
    return bucket;
  };

  return {
    check(method, { chat_id }) {
      const isGroup = String(chat_id).startsWith("-");
      const isSend = /^(send(?!ChatAction)|copy|forward)/.test(method);
      if (!isSend && !(isGroup && method.startsWith("edit"))) return;
      const pace = isGroup ? PER_GROUP : PER_CHAT;
      const bucket = chatBucket(String(chat_id), pace);
      const wait = Math.max(waitFor(bucket, pace, now()), waitFor(overall, OVERALL, now()));
      if (wait > 0) {
        throw refusal(429, `Too Many Requests: retry after ${wait}`, { retry_after: wait });
      }
      bucket.left -= 1;
      overall.left -= 1;
    },
  };
}

/** Whole seconds until the bucket gives one; 0: now. */
function waitFor(bucket: Bucket, pace: Pace, now: number): number {
  bucket.left = Math.min(pace.burst, bucket.left + ((now - bucket.at) / 1000) * pace.perSecond);
  bucket.at = now;
  return bucket.left >= 1 ? 0 : Math.ceil((1 - bucket.left) / pace.perSecond);
}
