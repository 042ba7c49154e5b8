import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createCheckLoginCode } from "../../src/use-cases/check-login-code.ts";
import { createLinkAccount } from "../../src/use-cases/link-account.ts";
import { createRequestLoginCode } from "../../src/use-cases/request-login-code.ts";
import { embeddedTestDatabase, findServer, serverTestDatabase, type TestDatabase } from "../kit/database.ts";
import { codeIn, mailsTo } from "../kit/mail.ts";
import { seedAccount } from "../kit/seed.ts";
import { startWorld, type World } from "../kit/world.ts";

const EMAIL = "anna@example.com";
const server = await findServer();

/** Past the one-at-a-time of a chat, as two processes would be that lost their lock. */
describe.each([
  { where: "embedded", open: embeddedTestDatabase },
  ...(server ? [{ where: "on PostgreSQL", open: () => serverTestDatabase(server) }] : []),
])("at the same instant, $where", ({ open }) => {
  let database: TestDatabase;
  let world: World;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    world = await startWorld({ database });
    await seedAccount(world.app.database, { email: EMAIL });
  });
  afterEach(() => world.stop());

  const useCases = () => {
    const deps = { database: world.app.database, clock: world.clock };
    return {
      check: createCheckLoginCode({ ...deps, linkAccount: createLinkAccount(deps) }),
      request: createRequestLoginCode(deps),
    };
  };

  test("of many uses of one code one wins", async () => {
    const anna = world.traveller();
    await anna.says(`/link ${EMAIL}`);
    const code = codeIn(mailsTo(world, EMAIL)[0]!);
    const { check } = useCases();
    const results = await Promise.all(Array.from({ length: 8 }, () => check(BigInt(anna.id), code)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.filter((result) => !result.ok && result.error.type === "none")).toHaveLength(7);
  });

  test("every wrong code is counted, and the fifth kills", async () => {
    const anna = world.traveller();
    await anna.says(`/link ${EMAIL}`);
    const right = codeIn(mailsTo(world, EMAIL)[0]!);
    const wrong = right === "000000" ? "000001" : "000000";
    const { check } = useCases();
    const results = await Promise.all(Array.from({ length: 12 }, () => check(BigInt(anna.id), wrong)));
    const left = results.flatMap((result) =>
      !result.ok && result.error.type === "wrong" ? [result.error.triesLeft] : [],
    );
    expect(left.sort()).toEqual([0, 1, 2, 3, 4]);
    expect(await check(BigInt(anna.id), right)).toEqual({ ok: false, error: { type: "dead" } });
  });

  test("one address gets ten codes an hour, from however many chats", async () => {
    const chats = Array.from({ length: 14 }, () => world.traveller());
    for (const chat of chats) await chat.says("/start");
    const { request } = useCases();
    const results = await Promise.all(chats.map(({ id }) => request(BigInt(id), EMAIL)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(10);
    await world.settled();
    expect(mailsTo(world, EMAIL)).toHaveLength(10);
  });
});
