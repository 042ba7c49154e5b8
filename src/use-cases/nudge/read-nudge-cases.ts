import { readBundles } from "../../db/card-bundles.ts";
import type { Database } from "../../db/database.ts";
import { type Bundle, stateOf } from "../../domain/bundle.ts";
import { settleBundles } from "../../domain/bundle-start.ts";
import { type NudgeKind, type NudgeRules, nudgeKey, type SaidNudge } from "../../domain/nudge.ts";
import type { NudgeSituation } from "../../domain/nudge-policy.ts";
import type { Foretold, NudgedCard } from "../../domain/nudge-truths.ts";
import { DAY_MS } from "../../domain/plan.ts";
import { type ReminderChoices, readChoices } from "../../domain/reminder-choices.ts";
import type { Carrier } from "../../ports/carrier.ts";
import type { Clock } from "../../ports/clock.ts";

/** What says which clock and which language a person lives by. */
export interface PersonKnown {
  locale: string | null;
  telegramLanguage: string | null;
  timeZone: string | null;
  lastCountry: string | null;
}

/** A card with everybody who is to hear of it: first whoever used the bot last, then those who asked to. */
export interface NudgeCase {
  cardId: string;
  /** Of a carrier whose figures are not ours. */
  isOutside: boolean;
  card: NudgedCard;
  listeners: { chatId: bigint; isCopy: boolean; situation: NudgeSituation }[];
}

/** When each of these bundles runs out, of those that will before they end. */
export type Foretell = (bundleIds: string[], timeZone: string) => Promise<ReadonlyMap<string, Foretold>>;

export interface NudgeCaseDeps {
  database: Database;
  clock: Clock;
  carriers: ReadonlyMap<string, Carrier>;
  foretell: Foretell;
  timeZoneOf: (person: PersonKnown) => string;
  rules: NudgeRules;
}

interface Person extends PersonKnown {
  chatId: bigint;
  accountId: string;
  reminders: unknown;
  lastSaidAt: Date | null;
  muted: string[] | null;
}

interface NudgeRow extends Omit<SaidNudge, "at"> {
  cardId: string;
  chatId: bigint;
  dedupeKey: string;
  decidedAt: Date;
  saidAt: Date | null;
}

/** As far back as a win-back looks, and a little more. */
const PAST_MS = 14 * DAY_MS;

const PEOPLE = `
  SELECT ch.id AS "chatId", ch."accountId", ch.locale, ch."telegramLanguage", ch."timeZone", ch.reminders,
    a."lastCountry",
    (SELECT max(n."saidAt") FROM "Nudge" n WHERE n."chatId" = ch.id) AS "lastSaidAt",
    (SELECT json_agg(m."cardId") FROM "CardMute" m WHERE m."chatId" = ch.id) AS muted
  FROM "Chat" ch JOIN "Account" a ON a.id = ch."accountId"
  WHERE ch."accountId" IN (SELECT given.id::uuid FROM jsonb_array_elements_text($1::jsonb) AS given(id))
    AND ch."unreachableSince" IS NULL
  ORDER BY ch."lastSeenAt" DESC, ch.id`;

const NUDGES = `
  SELECT n."cardId", n."bundleId", n."chatId", n.kind, n.level, n."dedupeKey", n."decidedAt", n."saidAt",
    n."snoozedUntil"
  FROM "Nudge" n
  WHERE n."cardId" IN (SELECT given.id::uuid FROM jsonb_array_elements_text($1::jsonb) AS given(id))`;

/**
 * What the nudge rules need to know of these cards, in a handful of statements for any number of them. Cards
 * that nobody could be told of are left out, and nothing is read of them. `unsaid`: what waits in the outbox
 * counts as not said.
 */
export function createReadNudgeCases(deps: NudgeCaseDeps) {
  const { database, clock, carriers, foretell, timeZoneOf, rules } = deps;

  return async function readNudgeCases(
    cards: readonly { id: string; accountId: string | null; carrier: string }[],
    options: { unsaid?: boolean } = {},
  ): Promise<NudgeCase[]> {
    const now = clock.now();
    const accountIds = [...new Set(cards.flatMap(({ accountId }) => accountId ?? []))];
    if (accountIds.length === 0) return [];
    const people = await database.query<Person>("nudge-people", PEOPLE, [JSON.stringify(accountIds)]);
    const peopleByAccount = groupBy(people, ({ accountId }) => accountId);
    const told = cards.filter(({ accountId }) => accountId !== null && peopleByAccount.has(accountId));
    if (told.length === 0) return [];

    const ids = told.map(({ id }) => id);
    const stored = await readBundles(database.prisma, ids, new Date(now.getTime() - PAST_MS));
    const nudges = await database.query<NudgeRow>("nudges-said", NUDGES, [JSON.stringify(ids)]);
    const nudgesByCard = groupBy(nudges, ({ cardId }) => cardId);
    const known = told.map((card) => ({
      ...card,
      people: peopleByAccount.get(card.accountId!)!,
      bundles: settled(stored.get(card.id) ?? [], card.carrier, now),
    }));
    const runsOut = await foretellAll(known, now);
    return known.map(({ id, carrier, bundles, people: owners }) => {
      const card: NudgedCard = { bundles, runsOut };
      const said = (nudgesByCard.get(id) ?? []).filter(({ saidAt }) => saidAt !== null || !options.unsaid);
      const listeners = owners.flatMap((person, index) => {
        const choices = readChoices(person.reminders, rules);
        const isCopy = index > 0;
        if (isCopy && !choices.everywhere) return [];
        return [
          { chatId: person.chatId, isCopy, situation: situationOf(person, card, id, said, choices, isCopy) },
        ];
      });
      return { cardId: id, isOutside: isOutside(carrier), card, listeners };
    });
  };

  function settled(bundles: Bundle[], carrier: string, now: Date): Bundle[] {
    // An outside carrier starts its bundles by rules of its own.
    return isOutside(carrier) ? bundles : settleBundles(bundles, now);
  }

  function isOutside(carrier: string): boolean {
    return !carriers.get(carrier)?.figuresAreOurs;
  }

  /** One question for each clock. */
  async function foretellAll(
    cards: readonly { bundles: Bundle[]; people: Person[] }[],
    now: Date,
  ): Promise<ReadonlyMap<string, Foretold>> {
    const idsByZone = new Map<string, string[]>();
    for (const { bundles, people } of cards) {
      const ids = bundles.flatMap((bundle) => (stateOf(bundle, now) === "in_force" ? bundle.id : []));
      const zone = timeZoneOf(people[0]!);
      if (ids.length > 0) idsByZone.set(zone, [...(idsByZone.get(zone) ?? []), ...ids]);
    }
    const told = await Promise.all([...idsByZone].map(([zone, ids]) => foretell(ids, zone)));
    return new Map(told.flatMap((each) => [...each]));
  }

  function situationOf(
    person: Person,
    card: NudgedCard,
    cardId: string,
    nudges: readonly NudgeRow[],
    choices: ReminderChoices,
    isCopy: boolean,
  ): NudgeSituation {
    // Who is first now may have been another before: what that one heard was heard.
    const heard = nudges.filter(
      (nudge) => nudge.chatId === person.chatId || (!isCopy && nudge.dedupeKey === keyOf(nudge)),
    );
    return {
      ...card,
      choices,
      said: heard.map(({ kind, bundleId, level, snoozedUntil, decidedAt }) => ({
        ...{ kind, bundleId, level, snoozedUntil },
        at: decidedAt,
      })),
      isMuted: person.muted?.includes(cardId) ?? false,
      lastSaidAt: person.lastSaidAt,
      timeZone: timeZoneOf(person),
    };
  }
}

export type ReadNudgeCases = ReturnType<typeof createReadNudgeCases>;

const keyOf = ({ kind, bundleId, level }: { kind: NudgeKind; bundleId: string; level: number }) =>
  nudgeKey({ kind, bundleId, level });

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
