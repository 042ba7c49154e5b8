import { openDatabase } from "../../src/db/database.ts";
import { openEmbedded } from "../../src/db/embedded.ts";
import { createJobQueue } from "../../src/db/jobs.ts";
import { openServer } from "../../src/db/server.ts";
import { systemClock } from "../../src/ports/clock.ts";
import { seedAccount, seedBundle, seedCard, seedPlan } from "../kit/seed.ts";
import { people } from "./updates.ts";

/** Fills the database of `DATABASE_URL` or `DATA_DIR` before a bot starts on it. */
const connection = process.env.DATABASE_URL
  ? openServer(process.env.DATABASE_URL, () => {})
  : await openEmbedded(`${process.env.DATA_DIR}/database`);
const jobs = createJobQueue(connection, () => {});
const database = await openDatabase({ connection, jobs, clock: systemClock });
const now = new Date();

for (const person of people) {
  const { id } = await seedAccount(database, {
    email: `traveller-${person.id}@example.com`,
    chatId: person.id,
    firstName: person.first_name,
    now,
  });
  const card = await seedCard(database, { accountId: id, label: "Trip", now });
  await seedBundle(database, { cardId: card.id, usedMb: 7_000, voiceTotalMin: 100, voiceUsedMin: 40, now });
}
for (const country of ["JP", "KR"]) {
  const countries = [country];
  for (let size = 1; size <= 8; size++) {
    const priceMinor = 250 + 250 * size;
    await seedPlan(database, { sku: `${country}-${size}`, countries, dataMb: 1024 * size, priceMinor, now });
  }
  await seedPlan(database, {
    sku: `${country}-D`,
    countries,
    kind: "daily",
    dataMb: 1024,
    priceMinor: 150,
    now,
  });
}

await database.close();
await connection.close();
