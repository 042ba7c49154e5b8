import { seedAccount, seedCard, seedPlan } from "./seed.ts";
import type { Traveller } from "./traveller.ts";
import type { World } from "./world.ts";

/** A traveller whose cards are linked, and who writes as people do. */
export interface Chatter extends Traveller {
  accountId: string;
  /** What the bot said to one message, first to last. */
  hears(text: string): Promise<string[]>;
}

export function createChatters(world: World) {
  return async function chatter(languageCode: string, labels = ["Alice travel"]): Promise<Chatter> {
    const traveller = world.traveller({ firstName: "Mei", languageCode });
    await traveller.says("/start");
    const { database } = world.app;
    const { id: accountId } = await seedAccount(database, { chatId: traveller.id });
    for (const label of labels) await seedCard(database, { accountId, label });
    return {
      ...traveller,
      accountId,
      async hears(text) {
        const before = Math.max(...traveller.messages().map(({ messageId }) => messageId));
        await traveller.says(text);
        const said = traveller
          .messages()
          .filter(({ from, messageId }) => from === "bot" && messageId > before);
        return said.map((message) => message.text);
      },
    };
  };
}

/** Two plans for Japan, one for Korea, one for both and Macau. */
export async function seedShelf({ app: { database } }: World): Promise<void> {
  await seedPlan(database, { sku: "jp-week", priceMinor: 1250 });
  await seedPlan(database, {
    sku: "jp-day",
    kind: "daily",
    name: { en: "Japan by the day", "zh-Hans": "日本按天", "zh-Hant": "日本按日" },
    dataMb: 1024,
    priceMinor: 220,
  });
  await seedPlan(database, {
    sku: "kr-week",
    name: { en: "Korea week", "zh-Hans": "韩国一周", "zh-Hant": "韓國一週" },
    countries: ["KR"],
    priceMinor: 1100,
  });
  await seedPlan(database, {
    sku: "asia",
    kind: "monthly",
    name: { en: "East Asia month", "zh-Hans": "东亚一个月", "zh-Hant": "東亞一個月" },
    countries: ["JP", "KR", "MO"],
    days: 30,
    dataMb: 20_480,
    priceMinor: 3900,
  });
}
