import { isCountryCode } from "../../domain/country.ts";
import { isCurrency, parsePrice } from "../../domain/money.ts";
import { DAY_MS, type LocalizedName, planKinds, products } from "../../domain/plan.ts";
import { LONGEST_CODE, type PromotionTerms, parseCode } from "../../domain/promotion.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { parseMoment } from "../../use-cases/import/fields.ts";

export const promoOptions = {
  percent: { type: "string" },
  amount: { type: "string" },
  currency: { type: "string" },
  from: { type: "string" },
  until: { type: "string" },
  products: { type: "string" },
  countries: { type: "string" },
  kinds: { type: "string" },
  "first-order": { type: "boolean" },
  "per-person": { type: "string" },
  total: { type: "string" },
  hidden: { type: "boolean" },
  "name-en": { type: "string" },
  "name-zh-hans": { type: "string" },
  "name-zh-hant": { type: "string" },
} as const;

export const promoHelp = `What it takes off, one of
  --percent 10                  a share of the price; with --currency USD of prices in dollars only
  --amount 2.50 --currency USD  an amount, off prices in that currency
When, for what and for whom (all of it left out: always, everything, everybody)
  --from 2026-12-01             from that day on (UTC), or from a moment: 2026-12-01T09:00+08:00
  --until 2026-12-31            to the end of that day (UTC), or until a moment
  --products heyon              ${products.join(", ")}
  --countries JP,KR             where the customer is going
  --kinds daily,fixed           ${planKinds.join(", ")}
  --first-order                 only for somebody's first order, once each
  --per-person 1                how often each may use it
  --total 100                   how often it may be used in all
  --hidden                      only for those who know the code; otherwise it is offered where it applies
  --name-en "Winter sale"       shown beside the code; also --name-zh-hans and --name-zh-hant`;

type Options = Record<string, string | boolean>;

const LONGEST_NAME = 60;
const LARGEST = 2_147_483_647;

/** Reads a promotion as an operator typed it, or lists everything that is wrong with it. */
export function readTerms(
  typed: { code: string; options: Options },
  now: Date,
): Result<PromotionTerms, { type: "mistakes"; mistakes: string[] }> {
  const mistakes: string[] = [];
  const option = (name: keyof typeof promoOptions) => {
    const value = typed.options[name];
    return typeof value === "string" ? value.trim() : undefined;
  };
  const bad = (mistake: string) => void mistakes.push(mistake);
  const code = parseCode(typed.code);
  if (!code) {
    bad(`"${typed.code}" cannot be a code: 2 to ${LONGEST_CODE} letters, digits, - or _, such as WELCOME10`);
  }
  const discount = readDiscount(option, bad);
  const firstOrderOnly = typed.options["first-order"] === true;
  const limitPerPerson = readCount("per-person", option, bad);
  if (firstOrderOnly && (limitPerPerson ?? 1) > 1) {
    bad("--per-person: a first order's code is used once by each; leave it out");
  }
  const terms = {
    ...readPeriod(option, bad, now),
    products: readList("products", option, bad, (word) => products.find((known) => known === word), products),
    countries: readList("countries", option, bad, (word) => {
      const country = word.toUpperCase();
      return isCountryCode(country) ? country : undefined;
    }),
    kinds: readList("kinds", option, bad, (word) => planKinds.find((known) => known === word), planKinds),
    firstOrderOnly,
    limitPerPerson,
    limitTotal: readCount("total", option, bad),
    offered: typed.options.hidden !== true,
    name: readName(option, bad),
  };
  return code && discount && mistakes.length === 0
    ? ok({ code, discount, ...terms })
    : fail({ type: "mistakes", mistakes });
}

type Read = (name: keyof typeof promoOptions) => string | undefined;
type Bad = (mistake: string) => void;

function readDiscount(option: Read, bad: Bad): PromotionTerms["discount"] | undefined {
  const [percent, amount] = [option("percent"), option("amount")];
  const currency = option("currency")?.toUpperCase() ?? null;
  const isKnown = currency === null || isCurrency(currency);
  if (!isKnown) bad(`--currency ${currency} is no ISO 4217 code, such as USD`);
  if ((percent === undefined) === (amount === undefined)) {
    bad("say what it takes off: either --percent 10, or --amount 2.50 --currency USD");
    return undefined;
  }
  if (percent !== undefined) {
    const share = /^\d{1,3}$/.test(percent) ? Number(percent) : 0;
    if (share >= 1 && share <= 100)
      return isKnown ? { type: "percent", percent: share, currency } : undefined;
    bad(`--percent ${percent} must be a whole number from 1 to 100`);
    return undefined;
  }
  if (currency === null) bad("--amount needs its --currency, such as USD");
  if (currency === null || !isKnown) return undefined;
  const price = parsePrice(amount!, currency);
  const amountMinor = price.ok ? price.value.amountMinor : 0;
  if (amountMinor > 0 && amountMinor <= LARGEST) return { type: "amount", amountMinor, currency };
  const example = parsePrice("2.50", currency).ok ? "2.50" : "250";
  bad(`--amount ${amount} must be more than 0 in ${currency}, without its sign, such as ${example}`);
  return undefined;
}

function readPeriod(option: Read, bad: Bad, now: Date): Pick<PromotionTerms, "startsAt" | "endsAt"> {
  const startsAt = readMoment("from", option, bad, 0);
  const endsAt = readMoment("until", option, bad, DAY_MS);
  if (startsAt && endsAt && endsAt <= startsAt) bad("--until must be after --from");
  else if (endsAt && endsAt <= now) bad("--until is over already");
  return { startsAt, endsAt };
}

/** A moment, or a day in UTC, of which `dayMs` is added. */
function readMoment(name: "from" | "until", option: Read, bad: Bad, dayMs: number): Date | null {
  const text = option(name);
  if (text === undefined) return null;
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const moment = parseMoment(isDay ? `${text}T00:00Z` : text);
  if (!moment) {
    bad(`--${name} ${text} must be a day like 2026-12-01, or a moment like 2026-12-01T09:00+08:00`);
    return null;
  }
  return isDay ? new Date(moment.getTime() + dayMs) : moment;
}

function readList<Value extends string>(
  name: "products" | "countries" | "kinds",
  option: Read,
  bad: Bad,
  know: (word: string) => Value | undefined,
  choice?: readonly string[],
): Value[] {
  const text = option(name);
  if (text === undefined) return [];
  const words = text
    .toLowerCase()
    .split(/[\s,;|]+/)
    .filter(Boolean);
  const unknown = words.filter((word) => know(word) === undefined);
  const what = choice ? choice.join(", ") : "ISO 3166-1 alpha-2 codes, such as JP,KR";
  if (unknown.length > 0) bad(`--${name}: ${unknown.slice(0, 5).join(", ")} is unknown; it takes ${what}`);
  else if (words.length === 0) bad(`--${name} is empty; leave it out for all of them`);
  return [...new Set(words.flatMap((word) => know(word) ?? []))];
}

function readCount(name: "per-person" | "total", option: Read, bad: Bad): number | null {
  const text = option(name);
  if (text === undefined) return null;
  if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text);
  bad(`--${name} ${text} must be a whole number of at least 1; leave it out for no limit`);
  return null;
}

function readName(option: Read, bad: Bad): LocalizedName | null {
  const names = [
    ["en", "name-en"],
    ["zh-Hans", "name-zh-hans"],
    ["zh-Hant", "name-zh-hant"],
  ] as const;
  const given = names.flatMap(([locale, name]) => {
    const text = option(name);
    if (text !== undefined && [...text].length > LONGEST_NAME) {
      bad(`--${name} is longer than ${LONGEST_NAME} characters`);
    }
    return text ? [[locale, text] as const] : [];
  });
  if (given.length === 0) return null;
  const name = Object.fromEntries(given) as Record<string, string>;
  if (!name.en) bad("--name-en is missing: it stands in for languages without a name of their own");
  return { ...name, en: name.en ?? "" };
}
