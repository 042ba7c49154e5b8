import { setTimeout as delay } from "node:timers/promises";
import { createCarriers } from "../../src/adapters/carriers/index.ts";
import { composeNudges } from "../../src/compose/nudges.ts";
import { readConfig } from "../../src/config.ts";
import { type Database, openDatabase } from "../../src/db/database.ts";
import { openEmbedded } from "../../src/db/embedded.ts";
import { createJobQueue } from "../../src/db/jobs.ts";
import { openServer } from "../../src/db/server.ts";
import { countryVocabulariesOf } from "../../src/i18n/country-names.ts";
import { createCountrySearch } from "../../src/i18n/country-search.ts";
import { readLocales } from "../../src/i18n/locales.ts";
import { createLanguages } from "../../src/i18n/localizer.ts";
import { timeZoneVocabulariesOf } from "../../src/i18n/time-zone-names.ts";
import { createTimeZones } from "../../src/i18n/time-zone-search.ts";
import { createReadForecasts } from "../../src/use-cases/read-forecasts.ts";
import { serverTestDatabase } from "../kit/database.ts";
import type { Part, PartOptions } from "./part.ts";
import { machine } from "./report.ts";

/** Noon in UTC, so that nobody sleeps. */
const NOW = new Date("2026-11-23T12:00:00Z");

/** Everybody has a chat, a card and a week of 10 GB that began two days ago; nothing is due. */
const SEED = [
  `INSERT INTO "Account" (id, email, "createdAt")
   SELECT md5('a' || n)::uuid, 'traveller-' || n || '@example.com', $1::timestamptz FROM generate_series($2::int, $3::int) n`,
  `INSERT INTO "Chat" (id, "accountId", "linkedAt", "telegramLanguage", "timeZone", "firstName", "lastSeenAt", "createdAt")
   SELECT n, md5('a' || n)::uuid, $1::timestamptz, 'en', 'Etc/UTC', 'Alice', $1::timestamptz, $1::timestamptz
   FROM generate_series($2::int, $3::int) n`,
  `INSERT INTO "Card" (id, "accountId", iccid, product, carrier, label, "asOf", "createdAt", "nudgeDueAt")
   SELECT md5('c' || n)::uuid, md5('a' || n)::uuid, '8999999' || lpad(n::text, 12, '0'), 'heyon', 'ledger', 'Trip',
     $1::timestamptz, $1::timestamptz, $1::timestamptz + (1 + n % 43200) * interval '1 minute'
   FROM generate_series($2::int, $3::int) n`,
  `INSERT INTO "Bundle" (id, "cardId", "planSku", "planName", kind, countries, "dataTotalBytes", "dataUsedBytes",
     "durationSeconds", "startsAt", "expiresAt", "createdAt")
   SELECT md5('b' || n)::uuid, md5('c' || n)::uuid, 'JP-10GB-7D', '{"en":"Japan week"}', 'fixed', '{JP}', 10737418240,
     CASE WHEN n % 2 = 0 THEN 9000000000 ELSE 4000000000 END, 604800,
     $1::timestamptz - interval '2 days', $1::timestamptz + interval '5 days', $1::timestamptz - interval '2 days'
   FROM generate_series($2::int, $3::int) n`,
];
const SEED_SLICE = 50_000;

/** Spread over the whole table; every second one of them has something to hear. */
const MAKE_DUE = `
  UPDATE "Card" SET "nudgeDueAt" = $1::timestamptz - interval '1 second'
  WHERE id IN (SELECT md5('c' || (n * $3::int + n % 2))::uuid FROM generate_series(1, $2::int) n)`;

const TOUCHED = `
  SELECT coalesce(sum(seq_tup_read), 0)::int AS scanned, coalesce(sum(idx_tup_fetch), 0)::int AS fetched,
    coalesce(sum(n_tup_ins), 0)::int AS inserted, coalesce(sum(n_tup_upd), 0)::int AS updated
  FROM pg_stat_user_tables WHERE schemaname = 'public'
    AND relname IN ('Card', 'Bundle', 'Chat', 'Account', 'Nudge', 'CardMute', 'OutboxNotice', 'UsageSample')`;

const CLAIM_PLAN = `
  EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)
  SELECT id FROM "Card" WHERE "nudgeDueAt" <= $1::timestamptz ORDER BY "nudgeDueAt" LIMIT 250 FOR UPDATE SKIP LOCKED`;

interface Touched {
  scanned: number;
  fetched: number;
  inserted: number;
  updated: number;
}

interface SweepReport extends Touched {
  place: string;
  cards: number;
  due: number;
  processes: number;
  ms: number;
  /** Of them, who had something to hear. */
  told: number;
  /** Notices for the same nudge; must be 0. */
  doubled: number;
}

/** The nudges' sweep over many cards of which few are due: its time, and the rows that it touches. */
export const sweep: Part = {
  name: "sweep",
  about: "finding the cards that are due among a million",
  async run(options) {
    const report: SweepReport[] = [];
    let claimPlan = "";
    if (options.wanted("PGlite")) await measure("PGlite", options.quick ? 20_000 : 100_000);
    if (options.server && options.wanted("PostgreSQL")) {
      claimPlan = await measure("PostgreSQL", options.quick ? 100_000 : 1_000_000);
    }
    return { text: render(report, claimPlan), figures: report };

    async function measure(place: string, cards: number): Promise<string> {
      const opened = await open(place, options);
      try {
        console.error(`${place}: ${cards} cards …`);
        await fill(opened.database, cards);
        console.error(`${place}: sweeps …`);
        for (const due of [100, 1_000, 10_000]) {
          report.push(await sweepOnce(opened, { place, cards, due, processes: 1 }));
        }
        if (place === "PGlite") return "";
        report.push(await sweepOnce(opened, { place, cards, due: 10_000, processes: 4 }));
        await makeDue(opened.database, cards, 1_000);
        const [plan] = await opened.database.query<object>("bench-plan", CLAIM_PLAN, [NOW]);
        return summary(plan as never);
      } finally {
        await opened.close();
      }
    }
  },
};

interface Opened {
  database: Database;
  sweepNudges: () => Promise<void>;
  close(): Promise<void>;
}

async function open(place: string, { server }: PartOptions): Promise<Opened> {
  const own = place === "PGlite" ? undefined : await serverTestDatabase(server!);
  const connection = own ? openServer(own.url!, () => {}) : await openEmbedded(undefined);
  const clock = { now: () => NOW };
  const database = await openDatabase({ connection, jobs: createJobQueue(connection, () => {}), clock });
  const files = readLocales();
  const config = readConfig({}, [...files.keys()]);
  const carriers = createCarriers({ database, clock, ledgerSecret: undefined } as never);
  const languages = createLanguages(files, "en");
  const timeZones = createTimeZones(
    timeZoneVocabulariesOf(files),
    createCountrySearch(countryVocabulariesOf(files)),
  );
  const readForecasts = createReadForecasts({ database, clock, carriers });
  const nudges = composeNudges({
    config,
    database,
    clock,
    languages,
    carriers,
    readForecasts,
    timeZones,
  } as never);
  return {
    database,
    sweepNudges: nudges.sweepers[0]!,
    async close() {
      await database.close();
      await connection.close();
      await own?.close();
    },
  };
}

async function fill({ query }: Database, cards: number): Promise<void> {
  for (const [index, sql] of SEED.entries()) {
    for (let first = 1; first <= cards; first += SEED_SLICE) {
      await query(`bench-seed-${index}`, sql, [NOW, first, Math.min(cards, first + SEED_SLICE - 1)]);
    }
  }
  for (const table of ["Account", "Chat", "Card", "Bundle"]) {
    await query(`bench-analyze-${table}`, `VACUUM ANALYZE "${table}"`, []);
  }
}

async function makeDue({ query }: Database, cards: number, due: number): Promise<void> {
  await query("bench-due", MAKE_DUE, [NOW, due, Math.floor(cards / due) - 1]);
}

async function sweepOnce(
  { database, sweepNudges }: Opened,
  size: { place: string; cards: number; due: number; processes: number },
): Promise<SweepReport> {
  const { prisma } = database;
  await prisma.nudge.deleteMany();
  await prisma.outboxNotice.deleteMany();
  await makeDue(database, size.cards, size.due);
  const before = await touched(database);
  const begin = performance.now();
  await Promise.all(Array.from({ length: size.processes }, () => sweepNudges()));
  const ms = performance.now() - begin;
  const after = await touched(database);
  const told = await prisma.nudge.count();
  const notices = await prisma.outboxNotice.count();
  const stillDue = await prisma.card.count({ where: { nudgeDueAt: { lte: NOW } } });
  if (stillDue > 0) throw new Error(`${stillDue} cards were left`);
  const difference = (key: keyof Touched) => after[key] - before[key];
  return {
    ...size,
    ms,
    told,
    doubled: notices - told,
    scanned: difference("scanned"),
    fetched: difference("fetched"),
    inserted: difference("inserted"),
    updated: difference("updated"),
  };
}

/** A server's processes tell their counts with a delay. */
async function touched({ kind, query }: Database): Promise<Touched> {
  if (kind === "server") await delay(2_500);
  else await query("bench-flush", "SELECT pg_stat_force_next_flush()", []);
  const [row] = await query<Touched>("bench-touched", TOUCHED, []);
  return row!;
}

interface PlanNode {
  "Node Type": string;
  "Index Name"?: string;
  "Actual Rows": number;
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
  Plans?: PlanNode[];
}

/** Which index the claim goes by, and how many rows and pages that takes. */
function summary({ "QUERY PLAN": [{ Plan }] }: { "QUERY PLAN": [{ Plan: PlanNode }] }): string {
  const nodes = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodes)];
  const scan = nodes(Plan).find((node) => node["Index Name"]);
  const pages = Plan["Shared Hit Blocks"] + Plan["Shared Read Blocks"];
  return `${scan?.["Node Type"] ?? "no index"} by ${scan?.["Index Name"] ?? "none"}: ${scan?.["Actual Rows"] ?? Plan["Actual Rows"]} rows, ${pages} pages`;
}

function render(report: SweepReport[], claimPlan: string): string {
  const head = [
    "",
    "cards",
    "due",
    "processes",
    "ms",
    "ms each",
    "told",
    "doubled",
    "scanned",
    "fetched",
    "updated",
    "inserted",
  ];
  const rows = report.map((line) => [
    line.place,
    ...[line.cards, line.due, line.processes].map(String),
    line.ms.toFixed(0),
    (line.ms / line.due).toFixed(2),
    ...[line.told, line.doubled, line.scanned, line.fetched, line.updated, line.inserted].map(String),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)));
  const shown = [head, ...rows].map((row) =>
    row.map((cell, column) => cell.padStart(widths[column]!)).join("  "),
  );
  return [
    machine(),
    "The nudges' sweep: cards that are due among those that are not, and the rows of all its tables that it scanned,",
    "fetched by an index, updated and inserted. Each due card is claimed and concluded: two updates.",
    ...shown,
    ...(claimPlan ? [`The claim of the first 250 of 1000: ${claimPlan}`] : []),
  ].join("\n");
}
