import { randomUUID } from "node:crypto";
import type { Database } from "../../src/db/database.ts";
import { megabytes } from "../../src/domain/data-size.ts";
import { luhnHolds } from "../../src/domain/iccid.ts";
import { DAY_MS, type LocalizedName, type PlanKind, type Product } from "../../src/domain/plan.ts";
import { createPasswordHasher } from "../../src/use-cases/password/password-hasher.ts";

/** Writes rows directly, for stories that begin in the middle. Everything has a default that works. */
type Seeded = Pick<Database, "prisma">;

/** When the test worlds begin. */
const START = new Date("2026-11-23T05:02:00Z");

export interface SeededAccount {
  id: string;
  email: string;
}

/** An account; `chatId` (a traveller's id) is linked to it. The same e-mail again answers the same account. */
export async function seedAccount(
  { prisma }: Seeded,
  account: {
    email?: string;
    chatId?: number | bigint;
    firstName?: string;
    password?: string;
    now?: Date;
  } = {},
): Promise<SeededAccount> {
  const at = account.now ?? START;
  const email = account.email ?? `traveller-${randomUUID().slice(0, 8)}@example.com`;
  const { id } = await prisma.account.upsert({
    where: { email },
    create: { email, createdAt: at },
    update: {},
  });
  if (account.password !== undefined) {
    const passwordHash = await createPasswordHasher({ log2N: 10 }).hash(account.password);
    await prisma.account.update({ where: { id }, data: { passwordHash } });
  }
  if (account.chatId !== undefined) {
    const link = { accountId: id, linkedAt: at };
    await prisma.chat.upsert({
      where: { id: BigInt(account.chatId) },
      create: {
        id: BigInt(account.chatId),
        firstName: account.firstName ?? "Alice",
        telegramLanguage: "en",
        lastSeenAt: at,
        createdAt: at,
        ...link,
      },
      update: link,
    });
  }
  return { id, email };
}

export interface SeededCard {
  id: string;
  iccid: string;
  product: Product;
  carrier: string;
  carrierRef: string;
  label: string;
}

export async function seedCard(
  { prisma }: Seeded,
  card: {
    /** Null: nobody's yet. */
    accountId: string | null;
    iccid?: string;
    product?: Product;
    carrier?: string;
    carrierRef?: string;
    label?: string;
    phone?: string;
    /** When the carrier last reported; null: never. */
    asOf?: Date | null;
    /** When it is looked at whether there is something to warn of; null (unless told): when something happens. */
    nudgeDueAt?: Date | null;
    now?: Date;
  },
): Promise<SeededCard> {
  const at = card.now ?? START;
  return prisma.card.create({
    data: {
      accountId: card.accountId,
      iccid: card.iccid ?? newIccid(),
      product: card.product ?? "heyon",
      carrier: card.carrier ?? "ledger",
      carrierRef: card.carrierRef ?? "",
      label: card.label ?? "",
      phone: card.phone ?? "",
      asOf: card.asOf === undefined ? at : card.asOf,
      nudgeDueAt: card.nudgeDueAt ?? null,
      createdAt: at,
    },
    select: { id: true, iccid: true, product: true, carrier: true, carrierRef: true, label: true },
  });
}

/** A week of 10 GB in Japan that began when the world did, unless told otherwise. Answers the bundle's id. */
export async function seedBundle(
  { prisma }: Seeded,
  bundle: {
    cardId: string;
    orderId?: string;
    planSku?: string;
    name?: LocalizedName;
    kind?: PlanKind;
    countries?: string[];
    /** Null: unlimited, or without data. */
    totalMb?: number | null;
    usedMb?: number;
    fairUseMb?: number;
    dayIndex?: number;
    voiceTotalMin?: number;
    voiceUsedMin?: number;
    smsTotal?: number;
    smsUsed?: number;
    days?: number;
    /** Null: waits. */
    startsAt?: Date | null;
    usedUpAt?: Date;
    now?: Date;
  },
): Promise<string> {
  const days = bundle.days ?? 7;
  const startsAt = bundle.startsAt === undefined ? (bundle.now ?? START) : bundle.startsAt;
  const { id } = await prisma.bundle.create({
    data: {
      cardId: bundle.cardId,
      orderId: bundle.orderId ?? null,
      planSku: bundle.planSku ?? "JP-10GB-7D",
      planName: bundle.name ?? { en: "Japan week", "zh-Hans": "日本一周", "zh-Hant": "日本一週" },
      kind: bundle.kind ?? "fixed",
      countries: bundle.countries ?? ["JP"],
      dataTotalBytes: bundle.totalMb === null ? null : megabytes(bundle.totalMb ?? 10 * 1024),
      dataUsedBytes: megabytes(bundle.usedMb ?? 0),
      fairUseBytes: bundle.fairUseMb === undefined ? null : megabytes(bundle.fairUseMb),
      dayIndex: bundle.dayIndex ?? 0,
      voiceTotalSeconds: (bundle.voiceTotalMin ?? 0) * 60,
      voiceUsedSeconds: (bundle.voiceUsedMin ?? 0) * 60,
      smsTotal: bundle.smsTotal ?? 0,
      smsUsed: bundle.smsUsed ?? 0,
      durationSeconds: (days * DAY_MS) / 1000,
      startsAt,
      expiresAt: startsAt && new Date(startsAt.getTime() + days * DAY_MS),
      usedUpAt: bundle.usedUpAt ?? null,
      createdAt: bundle.now ?? START,
    },
    select: { id: true },
  });
  return id;
}

export interface SeededPlan {
  id: string;
  sku: string;
}

/** A fixed plan of 10 GB and a week in Japan for 12.50 USD, on both products, unless told otherwise. */
export async function seedPlan(
  { prisma }: Seeded,
  plan: {
    sku?: string;
    products?: Product[];
    name?: LocalizedName;
    kind?: PlanKind;
    days?: number;
    dataMb?: number | null;
    voiceMin?: number;
    fairUseMb?: number;
    priceMinor?: number;
    currency?: string;
    countries?: string[];
    carrier?: string;
    carrierRef?: string;
    active?: boolean;
    now?: Date;
  } = {},
): Promise<SeededPlan> {
  const kind = plan.kind ?? "fixed";
  const dataMb = plan.dataMb === undefined ? (kind === "unlimited" ? null : 10 * 1024) : plan.dataMb;
  return prisma.plan.create({
    data: {
      sku: plan.sku ?? "JP-10GB-7D",
      products: plan.products ?? ["heyon", "yuanyou"],
      name: plan.name ?? { en: "Japan week", "zh-Hans": "日本一周", "zh-Hant": "日本一週" },
      kind,
      days: plan.days ?? (kind === "daily" ? 1 : 7),
      dataBytes: dataMb === null ? null : megabytes(dataMb),
      voiceSeconds: (plan.voiceMin ?? 0) * 60,
      fairUseBytes: plan.fairUseMb === undefined ? null : megabytes(plan.fairUseMb),
      priceMinor: plan.priceMinor ?? 1250,
      currency: plan.currency ?? "USD",
      countries: plan.countries ?? ["JP"],
      carrier: plan.carrier ?? "",
      carrierRef: plan.carrierRef ?? "",
      active: plan.active ?? true,
      updatedAt: plan.now ?? START,
    },
    select: { id: true, sku: true },
  });
}

let issued = 0;

/** An invented ICCID with a valid check digit; each call another one. */
export function newIccid(): string {
  return iccidOf(++issued);
}

/** The invented ICCID of a serial number: always the same. */
export function iccidOf(serial: number): string {
  // 89 telecom, 999 no country's code, 99 no network's.
  const body = `8999999${String(serial).padStart(11, "0")}`;
  for (let check = 0; check < 10; check++) if (luhnHolds(`${body}${check}`)) return `${body}${check}`;
  throw new Error("Every number has a check digit");
}
