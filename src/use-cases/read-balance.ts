import type { Database } from "../db/database.ts";
import { dataLeft, stateOf } from "../domain/bundle.ts";
import type { BundleForecast } from "../domain/forecast.ts";
import { createLocalTime } from "../domain/local-time.ts";
import type { Carrier } from "../ports/carrier.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { type CardBalance, readCardBalances } from "./balance-rows.ts";
import type { KeepReportedFigures } from "./keep-reported-figures.ts";
import { forecastCard } from "./read-forecasts.ts";

export interface Balance {
  /** With what becomes of each bundle in force, by its id. */
  shown: CardBalance & { forecasts: ReadonlyMap<string, BundleForecast> };
  others: CardBalance[];
  /** `last_known`: the carrier was asked and did not answer in time. */
  figures: "fresh" | "last_known";
}

export interface BalanceWish {
  accountId: string;
  /** Absent, or not on the account: the card with data in force, or else the likeliest. */
  cardId?: string;
  /** Comes next: the card that is shown first in this chat. */
  defaultCardId?: string | null;
  /** Asks the carrier even if its figures are not old. */
  askAgain?: boolean;
  /** By whose days and hours to forecast. Absent: nothing is forecast. */
  timeZone?: string;
}

/**
 * What is left on the account's cards; undefined when it has none. One statement while the figures are
 * fresh. A carrier whose figures have aged is asked, and waited for no longer than `carrierTimeoutMs`.
 */
export function createReadBalance(deps: {
  database: Database;
  clock: Clock;
  log: Log;
  carriers: ReadonlyMap<string, Carrier>;
  keepReportedFigures: KeepReportedFigures;
  carrierTimeoutMs: number;
  balanceFreshSeconds: number;
}) {
  const { database, clock, log, carriers, keepReportedFigures, carrierTimeoutMs } = deps;
  const localTime = createLocalTime();

  return async function readBalance(wish: BalanceWish): Promise<Balance | undefined> {
    const balance = await readStored(wish);
    if (!balance || !isDue(balance.shown, wish)) return balance;
    if (!(await askCarrier(balance.shown))) return { ...balance, figures: "last_known" };
    return readStored({ ...wish, cardId: balance.shown.id });
  };

  async function readStored(wish: BalanceWish): Promise<Balance | undefined> {
    const now = clock.now();
    const cards = await readCardBalances(
      database,
      { accountId: wish.accountId, cardId: wish.cardId ?? wish.defaultCardId },
      now,
    );
    const byId = (wanted: string | null | undefined) => cards.find(({ id }) => id === wanted);
    const shown = byId(wish.cardId) ?? byId(wish.defaultCardId) ?? likeliest(cards, now);
    if (!shown) return undefined;
    const others = cards.filter((card) => card !== shown);
    return { shown: { ...shown, forecasts: forecastsOf(shown, wish, now) }, others, figures: "fresh" };
  }

  function forecastsOf(card: CardBalance, { timeZone }: BalanceWish, now: Date): Map<string, BundleForecast> {
    if (timeZone === undefined) return new Map();
    const isOurs = carriers.get(card.carrier)?.figuresAreOurs;
    const knownUntil = isOurs ? now.getTime() : (card.asOf?.getTime() ?? 0);
    return forecastCard({ ...card, knownUntil }, now, localTime(timeZone));
  }

  function isDue({ carrier: name, asOf }: CardBalance, { askAgain = false }: BalanceWish): boolean {
    const carrier = carriers.get(name);
    if (carrier?.figuresAreOurs) return false;
    const freshMs = (carrier?.freshForSeconds ?? deps.balanceFreshSeconds) * 1000;
    return askAgain || !asOf || clock.now().getTime() - asOf.getTime() >= freshMs;
  }

  /** Whether it answered in time. */
  async function askCarrier(card: CardBalance): Promise<boolean> {
    const ids = { cardId: card.id, carrier: card.carrier };
    const carrier = carriers.get(card.carrier);
    if (!carrier) {
      log.warn(ids, "Card of a carrier that is not set up");
      return false;
    }
    try {
      const signal = AbortSignal.timeout(carrierTimeoutMs);
      const report = await Promise.race([carrier.readBundles(card, { signal }), rejectWhenAborted(signal)]);
      await keepReportedFigures(card.id, report);
      return true;
    } catch (error) {
      log.warn({ ...ids, err: { message: String(error) } }, "Carrier did not tell the balance");
      return false;
    }
  }
}

export type ReadBalance = ReturnType<typeof createReadBalance>;

/** The first card with data in force, else with anything in force, else with something to come. */
function likeliest(cards: CardBalance[], now: Date): CardBalance | undefined {
  const rank = ({ bundles }: CardBalance): number => {
    const states = bundles.map((bundle) => stateOf(bundle, now));
    const hasLeft = (index: number) => {
      const left = dataLeft(bundles[index]!, now);
      return left === null || left > 0n;
    };
    if (states.some((state, index) => state === "in_force" && hasLeft(index))) return 0;
    if (states.includes("in_force")) return 1;
    return states.includes("scheduled") || states.includes("waiting") ? 2 : 3;
  };
  return cards.toSorted((a, b) => rank(a) - rank(b))[0];
}

const rejectWhenAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
