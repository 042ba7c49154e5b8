import type { Database } from "../../src/db/database.ts";
import { seedAccount, seedCard, seedPlan } from "../kit/seed.ts";
import type { Dice } from "./random.ts";

export interface Customer {
  id: number;
  firstName: string;
  languageCode: string;
}

const LANGUAGES = ["en", "en", "zh-hans", "zh-TW"] as const;

export function createCustomers(count: number, dice: Dice): Customer[] {
  return Array.from({ length: count }, (_, index) => ({
    id: 7_100_000_001 + index,
    firstName: `Traveller ${index + 1}`,
    languageCode: dice.pick(LANGUAGES),
  }));
}

/** Every customer is linked and has a card or two, of our own ledger or of a network outside. */
export async function seedCustomers(database: Database, customers: Customer[], dice: Dice): Promise<void> {
  const now = new Date();
  for (const { id, firstName } of customers) {
    const account = await seedAccount(database, {
      email: `traveller-${id}@example.com`,
      chatId: id,
      firstName,
      now,
    });
    const cards = dice.chance(0.3) ? 2 : 1;
    for (let card = 0; card < cards; card++) {
      const product = dice.chance(0.7) ? "heyon" : "yuanyou";
      const carrier = dice.chance(0.6) ? "ledger" : "roam";
      await seedCard(database, { accountId: account.id, product, carrier, label: `Trip ${card + 1}`, now });
    }
  }
}

/** Of every kind, in currencies with and without decimals. */
export async function seedCatalogue(database: Database): Promise<void> {
  const now = new Date();
  const plans: Parameters<typeof seedPlan>[1][] = [
    { sku: "JP-10GB-7D", priceMinor: 1_250, currency: "USD", countries: ["JP"] },
    { sku: "JP-3GB-7D", priceMinor: 600, currency: "USD", countries: ["JP"], dataMb: 3_072 },
    { sku: "JP-DAILY", kind: "daily", priceMinor: 190, currency: "USD", countries: ["JP"], dataMb: 1_024 },
    { sku: "KR-5GB-7D", priceMinor: 1_800, currency: "JPY", countries: ["KR"], dataMb: 5_120 },
    { sku: "KR-10GB-7D", priceMinor: 2_900, currency: "JPY", countries: ["KR"] },
    { sku: "EU-30D", kind: "monthly", days: 30, priceMinor: 2_490, currency: "EUR", countries: ["FR", "DE"] },
    { sku: "FR-UNLIMITED", kind: "unlimited", priceMinor: 3_990, currency: "EUR", countries: ["FR"] },
    { sku: "TW-10GB-7D", priceMinor: 990, currency: "GBP", countries: ["TW"] },
  ];
  for (const plan of plans) await seedPlan(database, { ...plan, now });
}

/** Where the catalogue goes, as people write it. */
export const destinations = ["Japan", "jp", "日本", "Korea", "韩国", "France", "法国", "Taiwan", "台湾"];
