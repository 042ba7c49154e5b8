import { setImmediate as nextTurn } from "node:timers/promises";
import type { Prisma } from "../../db/generated/client.ts";
import type { BadLines } from "./bad-lines.ts";
import type { CardRow } from "./card-line.ts";
import type { StagedColumns } from "./staging.ts";
import { KEPT_USES, STATED, STATED_FIGURES } from "./stated-figures.ts";

export interface CardsMerged {
  newAccounts: number;
  newCards: number;
  newBundles: number;
  /** Of the new cards, those of nobody: whoever has one in hand can register it. */
  newCardsOfNobody: number;
  /** Known cards that were nobody's and now have the file's account. */
  ownedCards: number;
  /** Known cards whose names the file changed. */
  renamedCards: number;
  /** Known cards whose balance the file changed, or that were given one. */
  updatedBalances: number;
}

/** Ids are given here: in rising order they spare the merge half of its work on the indexes. */
export const stagedCards = (nextId: () => string): StagedColumns<CardRow> => ({
  line: ["integer PRIMARY KEY", ({ line }) => line],
  accountId: ["uuid", nextId],
  cardId: ["uuid", nextId],
  bundleId: ["uuid", ({ bundle }) => bundle && nextId()],
  email: ["text", ({ email }) => email],
  iccid: ["text", ({ iccid }) => iccid],
  product: ["text", ({ product }) => product],
  carrier: ["text", ({ carrier }) => carrier],
  carrierRef: ["text", ({ carrierRef }) => carrierRef],
  phone: ["text", ({ phone }) => phone],
  label: ["text", ({ label }) => label],
  planSku: ["text", ({ bundle }) => bundle?.planSku],
  dataTotalBytes: ["bigint", ({ bundle }) => bundle?.dataTotalBytes?.toString()],
  dataUsedBytes: ["bigint", ({ bundle }) => bundle?.dataUsedBytes.toString()],
  dayIndex: ["integer", ({ bundle }) => bundle?.dayIndex],
  voiceTotalSeconds: ["integer", ({ bundle }) => bundle?.voiceTotalSeconds],
  voiceUsedSeconds: ["integer", ({ bundle }) => bundle?.voiceUsedSeconds],
  durationSeconds: ["integer", ({ bundle }) => bundle?.durationSeconds],
  startsAt: ["timestamptz", ({ bundle }) => bundle?.startsAt?.toISOString()],
  expiresAt: ["timestamptz", ({ bundle }) => bundle?.expiresAt?.toISOString()],
  usedUpAt: ["timestamptz", ({ bundle }) => bundle?.usedUpAt?.toISOString()],
});

const NEW_ACCOUNTS = `
  INSERT INTO "Account" (id, email, "createdAt")
  SELECT DISTINCT ON (s.email) s."accountId", s.email, $3::timestamptz
  FROM staging.cards s
  WHERE s.line BETWEEN $1 AND $2 AND s.email IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM "Account" a WHERE a.email = s.email)
  ORDER BY s.email
  ON CONFLICT (email) DO NOTHING`;

/** A line without an e-mail says nothing about whose the card is. */
const OWNED_CARDS = `
  UPDATE "Card" c SET "accountId" = a.id
  FROM staging.cards s JOIN "Account" a ON a.email = s.email
  WHERE s.line BETWEEN $1 AND $2 AND c.iccid = s.iccid AND c."accountId" IS NULL`;

/**
 * A card belongs to one account at most, and what it is does not change: where the file says otherwise. The
 * card of nobody has no e-mail to differ from.
 */
const CONFLICTS = `
  SELECT s.line, s.iccid, s.product, s.carrier, coalesce(a.email = s.email, true) AS "sameAccount",
         c.product::text AS "knownProduct", c.carrier AS "knownCarrier"
  FROM staging.cards s JOIN "Card" c ON c.iccid = s.iccid LEFT JOIN "Account" a ON a.id = c."accountId"
  WHERE s.line BETWEEN $1 AND $2
    AND (a.email <> s.email OR c.product::text <> s.product OR c.carrier <> s.carrier)
  ORDER BY s.line`;

/** A name that its owner chose stays. */
const LABEL = `CASE WHEN c."labelIsOwners" THEN c.label ELSE coalesce(s.label, c.label) END`;
const RENAMED_CARDS = `
  UPDATE "Card" c SET label = ${LABEL}, phone = coalesce(s.phone, c.phone),
                      "carrierRef" = coalesce(s."carrierRef", c."carrierRef")
  FROM staging.cards s
  WHERE s.line BETWEEN $1 AND $2 AND c.iccid = s.iccid
    AND (${LABEL}, coalesce(s.phone, c.phone), coalesce(s."carrierRef", c."carrierRef"))
        IS DISTINCT FROM (c.label, c.phone, c."carrierRef")`;

const FIGURES = `"planSku", "planName", kind, countries, "dataTotalBytes", "dataUsedBytes", "fairUseBytes",
  "dayIndex", "voiceTotalSeconds", "voiceUsedSeconds", "durationSeconds", "startsAt", "expiresAt",
  "usedUpAt"`;

const NEW_CARDS = `
  INSERT INTO "Card" (id, "accountId", iccid, product, carrier, "carrierRef", phone, label, "asOf", "createdAt",
                      "nudgeDueAt")
  SELECT s."cardId", a.id, s.iccid, s.product::"Product", s.carrier, coalesce(s."carrierRef", ''),
         coalesce(s.phone, ''), coalesce(s.label, ''), CASE WHEN s."planSku" IS NOT NULL THEN $3::timestamptz END,
         $3::timestamptz,
         CASE WHEN EXISTS (SELECT 1 FROM "Chat" h WHERE h."accountId" = a.id) THEN $3::timestamptz END
  FROM staging.cards s LEFT JOIN "Account" a ON a.email = s.email
  WHERE s.line BETWEEN $1 AND $2 AND NOT EXISTS (SELECT 1 FROM "Card" c WHERE c.iccid = s.iccid)
  ORDER BY s.line
  ON CONFLICT (iccid) DO NOTHING`;

/** Only cards that are new have the ids which were given to their lines. */
const NEW_BUNDLES = `
  INSERT INTO "Bundle" (id, "cardId", ${FIGURES}, "createdAt")
  SELECT s."bundleId", c.id, ${STATED_FIGURES}, $3::timestamptz
  FROM staging.cards s JOIN "Card" c ON c.id = s."cardId" JOIN "Plan" p ON p.sku = s."planSku"
  WHERE s.line BETWEEN $1 AND $2
  ORDER BY s.line`;

const UPDATED_BALANCES = `
  WITH ${STATED}, changed AS (
    UPDATE "Bundle" b SET
      "dataTotalBytes" = t."dataTotalBytes", "dataUsedBytes" = t."dataUsedBytes", "dayIndex" = t."dayIndex",
      "voiceTotalSeconds" = t."voiceTotalSeconds", "voiceUsedSeconds" = t."voiceUsedSeconds",
      "durationSeconds" = t."durationSeconds", "startsAt" = t."startsAt", "expiresAt" = t."expiresAt",
      "usedUpAt" = CASE WHEN t."usedUpAt" IS NOT NULL THEN coalesce(b."usedUpAt", t."usedUpAt") END
    FROM stated t WHERE b.id = t."bundleId"
      AND (b."dataTotalBytes", b."dataUsedBytes", b."voiceTotalSeconds", b."voiceUsedSeconds", b."startsAt",
           b."expiresAt", b."dayIndex")
        IS DISTINCT FROM (t."dataTotalBytes", t."dataUsedBytes", t."voiceTotalSeconds", t."voiceUsedSeconds",
           t."startsAt", t."expiresAt", t."dayIndex")
    RETURNING b."cardId"
  ), added AS (
    INSERT INTO "Bundle" (id, "cardId", ${FIGURES}, "createdAt")
    SELECT t."newId", t."cardId", t.sku, t.name, t.kind, t.countries, t."dataTotalBytes",
           t."dataUsedBytes", t."fairUseBytes", t."dayIndex", t."voiceTotalSeconds", t."voiceUsedSeconds",
           t."durationSeconds", t."startsAt", t."expiresAt", t."usedUpAt", $3::timestamptz
    FROM stated t WHERE t."bundleId" IS NULL
    RETURNING "cardId"
  )
  UPDATE "Card" SET "asOf" = $3::timestamptz, "nudgeDueAt" = least("nudgeDueAt", $3::timestamptz)
  WHERE id IN (SELECT "cardId" FROM changed UNION ALL SELECT "cardId" FROM added)`;

/** Of one statement: a moment's work, so that the event loop gets its turns in between. */
const LINES_PER_STATEMENT = 5_000;

/**
 * Takes the staged cards over, inside the transaction handed in. Undefined when a line contradicts the
 * database, which `badLines` then holds: the transaction must be rolled back.
 */
export async function mergeCards(
  tx: Prisma.TransactionClient,
  options: {
    lastLine: number;
    updateBalances: boolean;
    now: Date;
    badLines: BadLines;
    onProgress: (fraction: number) => void;
  },
): Promise<CardsMerged | undefined> {
  const { lastLine, updateBalances, now, badLines, onProgress } = options;
  const merged: CardsMerged = {
    newAccounts: 0,
    newCards: 0,
    newCardsOfNobody: 0,
    ownedCards: 0,
    newBundles: 0,
    renamedCards: 0,
    updatedBalances: 0,
  };
  for (let first = 1; first <= lastLine; first += LINES_PER_STATEMENT) {
    const range = [first, first + LINES_PER_STATEMENT - 1] as const;
    // Once something is wrong, only what else is wrong is of interest.
    if (badLines.count() === 0) await mergeRange(tx, range, { merged, updateBalances, now });
    // Afterwards, so that cards which somebody registers at this very moment are seen too.
    await refuseConflicts(tx, range, badLines);
    if (badLines.count() === 0) onProgress(Math.min(1, range[1] / lastLine));
    await nextTurn();
  }
  return badLines.count() === 0 ? merged : undefined;
}

type Range = readonly [first: number, last: number];

async function mergeRange(
  tx: Prisma.TransactionClient,
  range: Range,
  { merged, updateBalances, now }: { merged: CardsMerged; updateBalances: boolean; now: Date },
): Promise<void> {
  // The embedded database works in this thread: everything else gets a turn after each statement.
  const execute = async (sql: string) => {
    const changed = await tx.$executeRawUnsafe(sql, ...range, now);
    await nextTurn();
    return changed;
  };
  // Known cards first: those that come next are known afterwards.
  merged.renamedCards += await tx.$executeRawUnsafe(RENAMED_CARDS, ...range);
  if (updateBalances) {
    await execute(KEPT_USES);
    merged.updatedBalances += await execute(UPDATED_BALANCES);
  }
  merged.newAccounts += await execute(NEW_ACCOUNTS);
  merged.ownedCards += await tx.$executeRawUnsafe(OWNED_CARDS, ...range);
  merged.newCards += await execute(NEW_CARDS);
  merged.newCardsOfNobody += await countOfNobody(tx, range);
  merged.newBundles += await execute(NEW_BUNDLES);
}

/** Only cards that are new have the ids which were given to their lines. */
async function countOfNobody(tx: Prisma.TransactionClient, range: Range): Promise<number> {
  const [row] = await tx.$queryRawUnsafe<{ count: number }[]>(
    `SELECT count(*)::int AS count FROM staging.cards s JOIN "Card" c ON c.id = s."cardId"
     WHERE s.line BETWEEN $1 AND $2 AND c."accountId" IS NULL`,
    ...range,
  );
  return row!.count;
}

interface Conflict {
  line: number;
  iccid: string;
  product: string;
  carrier: string;
  sameAccount: boolean;
  knownProduct: string;
  knownCarrier: string;
}

async function refuseConflicts(
  tx: Prisma.TransactionClient,
  range: Range,
  badLines: BadLines,
): Promise<void> {
  const conflicts = await tx.$queryRawUnsafe<Conflict[]>(CONFLICTS, ...range);
  for (const { line, iccid, sameAccount, ...card } of conflicts) {
    if (!sameAccount) {
      badLines.add({ line, column: "iccid", value: iccid, reason: "is a card of another account" });
    } else if (card.product !== card.knownProduct) {
      const reason = `is known as a ${card.knownProduct} card, and a card keeps its product`;
      badLines.add({ line, column: "product", value: card.product, reason });
    } else {
      const reason = `is known as a card of ${card.knownCarrier}, and a card keeps its carrier`;
      badLines.add({ line, column: "carrier", value: card.carrier, reason });
    }
  }
}
