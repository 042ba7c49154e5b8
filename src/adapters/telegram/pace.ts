import {
  type Bucket,
  type Flow,
  type Limit,
  type Sent,
  spend,
  waitFor,
  waitForToken,
  withOneMore,
} from "../../domain/pace.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Pace } from "../../ports/pace.ts";

export interface TelegramRates {
  telegramMessagesPerSecond: number;
  telegramChatMessagesPerSecond: number;
  telegramGroupMessagesPerMinute: number;
}

/** Refusals of two chats so close together are about the bot and not about the chats. */
const SAME_TROUBLE_MS = 10_000;
/** However much answering there is, one in ten of what may be sent is left for what was promised. */
const LEAST_SHARE = 10;
const BURST = 3;
/** Chats are forgotten when there are so many more than at the last look. */
const TIDY_AFTER = 2_000;
/** What leaves in time may arrive closer together. */
const MARGIN = 1.01;

/**
 * Telegram's pace: so many a second in all, one a second in a chat, twenty a minute in a group.
 * https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
 *
 * A refusal does not say what it is about: the first is taken to be about its chat, a second one about
 * another chat soon after it to be about the bot.
 */
export function createTelegramPace(rates: TelegramRates, clock: Clock): Pace {
  const perSecond = rates.telegramMessagesPerSecond;
  const flow: Flow = { perSecond, burst: Math.max(1, perSecond / 5) };
  const chatLimit: Limit = { count: 1, perMs: (1000 / rates.telegramChatMessagesPerSecond) * MARGIN };
  // Telegram allows short bursts: "payment received" and "renewed" need not be a second apart.
  const urgentLimit: Limit = { count: BURST, perMs: BURST * chatLimit.perMs };
  const groupLimit: Limit = { count: rates.telegramGroupMessagesPerMinute, perMs: 60_000 * MARGIN };
  const longestStarvedMs = (LEAST_SHARE / perSecond) * 1000;

  let all: Bucket = { tokens: 1, at: now() };
  let lastAt = now();
  let rest = { from: 0, ms: 0 };
  let lastRefusal: { chatId: bigint; at: number; seconds: number } | undefined;
  const sentByChat = new Map<bigint, Sent>();
  const restByChat = new Map<bigint, { from: number; ms: number }>();
  let tidyAt = TIDY_AFTER;

  return {
    waitMs() {
      const starvedMs = Math.max(0, lastAt + longestStarvedMs - now());
      return Math.max(restOf(rest), Math.min(waitForToken(all, flow, now()), starvedMs));
    },
    waitForChatMs,
    spend(chatId) {
      all = spend(all, flow, now());
      lastAt = now();
      note(chatId);
    },
    answered(chatId) {
      all = spend(all, flow, now());
      if (chatId !== undefined) note(chatId);
    },
    refused(chatId, seconds) {
      const until = { from: now(), ms: seconds * 1000 };
      if (chatId === undefined) {
        rest = until;
        return;
      }
      restByChat.set(chatId, until);
      const before = lastRefusal;
      lastRefusal = { chatId, at: now(), seconds };
      if (before && before.chatId !== chatId && now() - before.at < SAME_TROUBLE_MS) {
        if (restOf(until) > restOf(rest)) rest = until;
      }
    },
    restingFor(ms) {
      const chats = new Set([...restByChat.keys(), ...sentByChat.keys()]);
      return [...chats].filter((chatId) => waitForChatMs(chatId, true) > ms);
    },
  };

  function now(): number {
    return clock.now().getTime();
  }

  function waitForChatMs(chatId: bigint, urgent: boolean): number {
    const sent = sentByChat.get(chatId) ?? [];
    const inChat = waitFor(sent, urgent ? urgentLimit : chatLimit, now());
    const inGroup = isGroup(chatId) ? waitFor(sent, groupLimit, now()) : 0;
    const resting = restByChat.get(chatId);
    return Math.max(inChat, inGroup, resting ? restOf(resting) : 0);
  }

  function note(chatId: bigint): void {
    const limit = isGroup(chatId) && groupLimit.count > BURST ? groupLimit : urgentLimit;
    sentByChat.set(chatId, withOneMore(sentByChat.get(chatId) ?? [], limit, now()));
    if (sentByChat.size < tidyAt) return;
    for (const map of [sentByChat, restByChat]) {
      for (const known of map.keys()) if (isForgettable(known)) map.delete(known);
    }
    tidyAt = sentByChat.size + TIDY_AFTER;
  }

  function isForgettable(chatId: bigint): boolean {
    const last = sentByChat.get(chatId)?.at(-1) ?? 0;
    const keepMs = isGroup(chatId) ? groupLimit.perMs : urgentLimit.perMs;
    return waitForChatMs(chatId, false) === 0 && now() - last > keepMs;
  }

  /** A clock that was set back ends the rest: nobody is to wait for the hour it went. */
  function restOf({ from, ms }: { from: number; ms: number }): number {
    const since = now() - from;
    return since < 0 ? 0 : Math.max(0, ms - since);
  }
}

/** Groups and channels have negative ids. */
const isGroup = (chatId: bigint): boolean => chatId < 0n;
