import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { codeIn, mailsTo } from "../kit/mail.ts";
import { answersTo, botMessages, messageFrom, oddMessages } from "../kit/odd.ts";
import { seedAccount, seedCard, seedPlan } from "../kit/seed.ts";
import type { Traveller } from "../kit/traveller.ts";
import { startWorld, type World } from "../kit/world.ts";

let database: TestDatabase;
let world: World;
let alice: Traveller;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database });
  alice = world.traveller();
});
afterEach(() => world.stop());

/** A question: how one gets there, how one knows it is still open, and that an answer still leads on. */
interface Question {
  name: string;
  reach(): Promise<unknown>;
  /** Of every answer to what is no answer. */
  stays: RegExp;
  button?: string;
  answer(): Promise<unknown>;
  leadsTo: RegExp;
}

async function linked(): Promise<void> {
  const { id: accountId } = await seedAccount(world.app.database, {
    chatId: alice.id,
    email: "anna@example.com",
  });
  await seedCard(world.app.database, { accountId, label: "Alice travel" });
  await seedPlan(world.app.database, { sku: "jp-week" });
  await seedPlan(world.app.database, { sku: "jp-day", kind: "daily", name: { en: "By the day" } });
}

const questions: Question[] = [
  {
    name: "which address?",
    reach: async () => {
      await seedAccount(world.app.database, { email: "anna@example.com" });
      await alice.says("/link");
    },
    stays: /e-mail address/,
    button: "Cancel",
    answer: () => alice.says("\u2066anna@example.com\u2069"),
    leadsTo: /a code is on its way/,
  },
  {
    name: "which code?",
    reach: async () => {
      await seedAccount(world.app.database, { email: "anna@example.com" });
      await alice.says("/link anna@example.com");
    },
    stays: /six digits/,
    button: "Send again",
    answer: () => alice.says(`\u200e${codeIn(mailsTo(world, "anna@example.com")[0]!)}`),
    leadsTo: /Welcome/,
  },
  {
    name: "which card?",
    reach: async () => {
      await linked();
      const { accountId } = await world.app.database.prisma.card.findFirstOrThrow();
      await seedCard(world.app.database, { accountId: accountId!, label: "Long stay", product: "yuanyou" });
      await alice.says("/renew");
    },
    stays: /last four digits.*Which card/s,
    button: "Long stay",
    answer: () => alice.says("long stay"),
    leadsTo: /Where are you going/,
  },
  {
    name: "where?",
    reach: async () => {
      await linked();
      await alice.says("/renew");
    },
    stays: /no country called|type the country/,
    button: "🇯🇵 Japan",
    answer: () => alice.says("Japan"),
    leadsTo: /Japan week/,
  },
  {
    name: "which plan?",
    reach: async () => {
      await linked();
      await alice.says("/renew Japan");
    },
    stays: /press a plan.*Japan week/s,
    button: "Japan week",
    answer: () => alice.presses("Japan week"),
    leadsTo: /To pay: \$12.50/,
  },
  {
    name: "how many days?",
    reach: async () => {
      await linked();
      await alice.says("/renew Japan");
      await alice.presses("By the day");
    },
    stays: /number of days|It can be 1 to/,
    button: "30",
    answer: () => alice.says("5"),
    leadsTo: /To pay: \$62.50/,
  },
  {
    name: "when?",
    reach: async () => {
      await linked();
      await alice.says("/renew Japan");
      await alice.presses("Start: now");
    },
    stays: /When shall it start/,
    button: "Back",
    answer: () => alice.says("24 Dec"),
    leadsTo: /Starts on Thu 24 Dec/,
  },
  {
    name: "which clock?",
    reach: async () => {
      await alice.says("/settings");
      await alice.presses("Time zone");
      await alice.presses("Type a place");
    },
    stays: /no time zone for|Type a city/,
    button: "Cancel",
    answer: () => alice.says("Tokyo"),
    leadsTo: /Tokyo/,
  },
];

test.each(questions)(
  "whatever comes at $name, one sentence answers and the question stays",
  async (question) => {
    await question.reach();
    for (const { name, content } of oddMessages) {
      const answers = await answersTo(world, alice, content);
      expect(answers, name).toHaveLength(1);
      expect(answers[0], name).toMatch(question.stays);
      expect(answers[0]!.length, name).toBeLessThan(1_000);
      if (question.button) expect(alice.buttons().flat().join("|"), name).toContain(question.button);
    }
    await question.answer();
    expect(alice.sees()).toMatch(question.leadsTo);
  },
);

test.each(questions)(
  "at $name an edited message is one more attempt, other news is none",
  async (question) => {
    await question.reach();
    const typed = world.sandbox.botApi.send(alice.id, { kind: "text", text: "qwzxv" });
    await world.settled();
    const before = botMessages(alice).length;
    world.sandbox.botApi.edit(alice.id, typed, "qwzxw");
    await world.settled();
    expect(botMessages(alice)).toHaveLength(before + 1);
    expect(alice.sees()).toMatch(question.stays);

    const { inject, react } = world.sandbox.botApi as typeof world.sandbox.botApi & {
      react(personId: number, messageId: number, emoji: string): void;
    };
    react(alice.id, alice.screen().messageId, "👍");
    inject({ message: messageFrom(alice, { pinned_message: messageFrom(alice, { text: "x" }) }) });
    inject({ edited_message: messageFrom(alice, { location: { latitude: 1, longitude: 1 }, edit_date: 1 }) });
    inject({ edited_message: messageFrom(alice, { text: "with a preview now" }) });
    await world.settled();
    expect(botMessages(alice)).toHaveLength(before + 1);
    await question.answer();
    expect(alice.sees()).toMatch(question.leadsTo);
  },
);

test.each(questions)("commands that only look leave $name open, others leave it", async (question) => {
  await question.reach();
  const looks = ["/balance", "/BALANCE", "/orders", "/orders@other_bot HY-000000", "/help", "/terms"];
  for (const command of [...looks, "/paysupport", "/settings", "/language"]) {
    const answers = await answersTo(world, alice, { text: command });
    expect(answers, command).toHaveLength(1);
    expect(answers[0], command).not.toMatch(question.stays);
  }
  await question.answer();
  // A button of the question changes the message it stands under, above all those looks.
  expect(botMessages(alice).some(({ text }) => question.leadsTo.test(text))).toBe(true);
});

test.each(questions)("/cancel and /start in any spelling leave $name", async (question) => {
  await question.reach();
  await alice.says("/CANCEL");
  expect(alice.sees()).toContain("All right, stopped");
  await alice.says("/cancel");
  expect(alice.sees()).toContain("nothing to stop");
  await alice.says("qwzxv");
  expect(alice.sees()).toContain("I did not get that");

  for (const start of ["/start", "/START", "/start garbage payload", "/start@other_bot", "/start x_y"]) {
    const answers = await answersTo(world, alice, { text: start });
    expect(answers, start).toHaveLength(1);
    expect(answers[0], start).toContain("Hello Alice");
  }
});

test("what is said at the summary or beside a question with buttons only is answered kindly", async () => {
  await linked();
  await alice.says("/renew Japan");
  await alice.presses("Japan week");
  for (const { name, content } of oddMessages) {
    const answers = await answersTo(world, alice, content);
    expect(answers, name).toEqual([expect.stringMatching(/^I did not get that|^Hello Alice/)]);
  }
  expect(alice.button("Pay $12.50")?.url).toMatch(/^http/);
  await alice.says("/unlink");
  for (const { name, content } of oddMessages.slice(0, 4)) {
    expect(await answersTo(world, alice, content), name).toHaveLength(1);
  }
  await alice.presses("Yes, unlink");
  expect(botMessages(alice).some(({ text }) => text.startsWith("Unlinked."))).toBe(true);
});

test("names, labels and addresses are shown to the letter, whatever they contain", async () => {
  const name = `<b>Eve</b> & "co" {{x}} $t(common.menu) <a href="tg://user?id=1">`;
  const eve = world.traveller({ firstName: name });
  await eve.says("/start");
  expect(eve.sees()).toContain(`Hello ${name}`);
  const account = await seedAccount(world.app.database, { email: "a&b@example.com" });
  await seedCard(world.app.database, { accountId: account.id, label: "<i>1</i> & </b> {{price}}" });
  await seedPlan(world.app.database, { name: { en: "A <b>& {{price}}" } });
  await eve.says("/link a&b@example.com");
  expect(eve.sees()).toContain("If a&b@example.com is registered");
  await eve.says(codeIn(mailsTo(world, "a&b@example.com")[0]!));
  expect(eve.sees()).toContain(name);
  await eve.says("/balance");
  expect(eve.sees()).toContain("<i>1</i> & </b> {{price}} · Heyon");
  await eve.says("/renew Japan");
  expect(eve.sees()).toContain("A <b>& {{price}}");
  await eve.presses("A <b>& {{price}}");
  expect(eve.sees()).toContain("A <b>& {{price}} for <i>1</i> & </b> {{price}}");
  await eve.says("/orders");
  expect(eve.sees()).toContain("A <b>& {{price}}");
  await eve.says("/orders <b>&amp;");
  expect(eve.sees()).toContain("<b>&amp;");
  for (const { entities } of eve.messages()) {
    expect(entities.filter(({ type }) => ["text_link", "italic", "text_mention"].includes(type))).toEqual([]);
  }
});
