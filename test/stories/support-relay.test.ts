import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BotApiStandIn } from "../../src/sandbox/bot-api/index.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { type Agent, DESK_ID, type Desk, openDesk } from "../kit/desk.ts";
import { seedAccount } from "../kit/seed.ts";
import type { Traveller } from "../kit/traveller.ts";
import { startWorld, type World } from "../kit/world.ts";

let database: TestDatabase;
let world: World;
let botApi: BotApiStandIn;
let desk: Desk;
let alice: Traveller;
let mia: Agent;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database, settings: { SUPPORT_CHAT_ID: DESK_ID } });
  botApi = world.sandbox.botApi as BotApiStandIn;
  desk = openDesk(world);
  alice = world.traveller();
  mia = desk.agent("Mia");
  await alice.says("/support");
  await alice.says("Nothing loads");
  await mia.says("Hello!", { topic: desk.topic() });
});
afterEach(() => world.stop());

const inTopic = () => desk.messages(desk.topic());
const pass = async (ms: number) => {
  world.clock.advance(ms);
  await world.app.catchUp();
  await world.settled();
};

describe("what is carried", () => {
  test("pictures, voice, files, stickers, places and contacts arrive on the other side", async () => {
    await alice.sends({ kind: "photo", caption: "my screen" });
    await alice.sends({ kind: "voice" });
    await alice.sends({ kind: "sticker" });
    await alice.sends({ kind: "location", latitude: 34.7, longitude: 135.5 });
    await alice.sends({ kind: "contact", phoneNumber: "+81 90 0000 0000", firstName: "Hotel" });
    const [photo, voice, sticker, place, contact] = inTopic().slice(-5);
    expect(photo).toMatchObject({ caption: "my screen", photo: [{}] });
    expect([voice!.voice, sticker!.sticker, place!.location, contact!.contact]).not.toContain(undefined);

    await mia.sends({ kind: "photo", caption: "Press here" }, { topic: desk.topic() });
    expect(alice.screen()).toMatchObject({ text: "👤 Mia\nPress here", attachment: { kind: "photo" } });
    await mia.sends({ kind: "sticker" }, { topic: desk.topic() });
    expect(alice.messages().slice(-2)).toMatchObject([
      { text: "👤 Mia" },
      { attachment: { kind: "sticker" } },
    ]);
  });

  test("an album stays one, and what is written after it comes after it", async () => {
    const items = [{ kind: "photo", caption: "one" }, { kind: "photo" }, { kind: "video" }] as const;
    botApi.sendAlbum(alice.id, [...items]);
    await alice.says("That is all");
    await pass(2_000);
    const arrived = inTopic().slice(-4);
    expect(arrived.map(({ text, caption }) => text ?? caption)).toEqual([
      "one",
      undefined,
      undefined,
      "That is all",
    ]);
    expect(new Set(arrived.slice(0, 3).map((message) => message.media_group_id)).size).toBe(1);

    botApi.sendAlbum(mia.id, [...items], desk.chatId, { threadId: desk.topic() });
    await world.settled();
    await pass(2_000);
    expect(
      alice
        .messages()
        .slice(-4)
        .map(({ text }) => text),
    ).toEqual(["👤 Mia", "one", "", ""]);
    expect(botApi.calls().filter(({ method }) => method === "copyMessages")).toHaveLength(2);
  });

  test("formatting is kept, and a name cannot pretend to be a link", async () => {
    await mia.says('/name <a href="https://example.com">Boss</a>', { topic: desk.topic() });
    await mia.says("see https://example.com/help", { topic: desk.topic() });
    expect(alice.sees()).toContain('<a href="https://example.com">Boss');
    const [label] = alice.screen().entities;
    const link = alice.screen().entities.at(-1);
    expect(label).toMatchObject({ type: "bold", offset: 0 });
    expect(alice.sees().slice(link!.offset, link!.offset + link!.length)).toBe("https://example.com/help");
  });

  test("an answer points at what it answers, on both sides, with its quote", async () => {
    const asked = inTopic().find(({ text }) => text === "Nothing loads")!;
    await mia.says("Nothing at all?", { topic: desk.topic(), replyTo: asked.message_id });
    const own = alice.messages().find(({ text }) => text === "Nothing loads")!;
    expect(alice.screen().replyToMessageId).toBe(own.messageId);

    botApi.send(alice.id, { kind: "text", text: "No", replyToMessageId: alice.screen().messageId });
    await world.settled();
    const question = inTopic().find(({ text }) => text === "Nothing at all?")!;
    expect(inTopic().at(-1)).toMatchObject({
      text: "No",
      reply_to_message: { message_id: question.message_id },
    });

    botApi.inject({
      message: {
        ...{ message_id: 900, date: 1, chat: { id: alice.id, type: "private", first_name: "Alice" } },
        ...{
          from: { id: alice.id, is_bot: false, first_name: "Alice", language_code: "en" },
          text: "at all!",
        },
        reply_to_message: {
          message_id: alice.messages().findLast(({ text }) => text.endsWith("all?"))!.messageId,
          date: 1,
        },
        quote: { text: "at all", position: 8, is_manual: true },
      },
    });
    await world.settled();
    expect(inTopic().at(-1)).toMatchObject({ text: "at all!", quote: { text: "at all" } });
  });

  test("edits follow, also those of a caption", async () => {
    const written = botApi.send(alice.id, { kind: "text", text: "Osak" });
    const pictured = botApi.send(alice.id, { kind: "photo", caption: "scren" });
    await world.settled();
    botApi.edit(alice.id, written, "Osaka");
    botApi.edit(alice.id, pictured, "screen");
    await world.settled();
    expect(
      inTopic()
        .slice(-2)
        .map(({ text, caption }) => text ?? caption),
    ).toEqual(["Osaka", "screen"]);

    const said = await mia.says("Restrat it", { topic: desk.topic() });
    await mia.edits(said, "Restart it");
    expect(alice.sees()).toBe("👤 Mia\nRestart it");
    expect(alice.messages().filter(({ text }) => text.includes("Restart"))).toHaveLength(1);
  });

  test("a place that moves is not one change after the other", async () => {
    const placed = botApi.send(alice.id, { kind: "location", latitude: 34.7, longitude: 135.5 });
    await world.settled();
    const from = { id: alice.id, is_bot: false, first_name: "Alice", language_code: "en" };
    const chat = { id: alice.id, type: "private", first_name: "Alice" };
    const location = { latitude: 34.8, longitude: 135.5, live_period: 900 };
    const moved = { message_id: placed, date: 1, edit_date: 2, chat, from, location };
    botApi.inject({ edited_message: moved });
    await world.settled();
    const edits = { notice: { path: ["type"], equals: "relay_edit" } };
    expect(await world.app.database.prisma.outboxNotice.count({ where: edits })).toBe(0);
  });

  test("reactions follow, and are taken back", async () => {
    const hello = alice.messages().findLast(({ text }) => text.endsWith("Hello!"))!;
    botApi.react(alice.id, hello.messageId, "👍");
    await world.settled();
    const asked = inTopic().find(({ text }) => text === "Nothing loads")!;
    await mia.reacts(asked.message_id, "🙏");
    await mia.reacts(asked.message_id, undefined);
    const marks = botApi
      .calls()
      .filter(({ method }) => method === "setMessageReaction")
      .slice(-3);
    expect(marks.map(({ params }) => [Number(params.chat_id), params.reaction])).toEqual([
      [desk.chatId, [{ type: "emoji", emoji: "👍" }]],
      [alice.id, [{ type: "emoji", emoji: "🙏" }]],
      [alice.id, []],
    ]);
  });

  test("what cannot be carried is said to whoever sent it", async () => {
    botApi.addFault({
      method: "copyMessage",
      code: 400,
      description: "Bad Request: message can't be copied",
    });
    await alice.sends({ kind: "photo" });
    expect(alice.sees()).toContain("could not be passed on");
    botApi.addFault({
      method: "copyMessage",
      code: 400,
      description: "Bad Request: message can't be copied",
    });
    await mia.sends({ kind: "photo" }, { topic: desk.topic() });
    expect(desk.lines(desk.topic()).at(-1)).toContain("Not delivered");
    await mia.says("Then words", { topic: desk.topic() });
    expect(alice.sees()).toContain("Then words");
  });

  test("an update that Telegram sends twice is carried once", async () => {
    const [call] = [botApi.send(alice.id, { kind: "text", text: "Once" })];
    await world.settled();
    const from = { id: alice.id, is_bot: false, first_name: "Alice", language_code: "en" };
    const chat = { id: alice.id, type: "private", first_name: "Alice" };
    botApi.inject({ message: { message_id: call, date: 1, chat, from, text: "Once" } });
    await world.settled();
    expect(desk.lines(desk.topic()).filter((line) => line === "Once")).toHaveLength(1);
  });

  test("what agents say among themselves stays there", async () => {
    const before = alice.messages().length;
    await mia.says("// what do you think?", { topic: desk.topic() });
    await mia.presses("Talk among ourselves");
    await mia.says("I think she has the old profile", { topic: desk.topic() });
    await mia.says("hello in the general thread");
    expect(alice.messages()).toHaveLength(before);
    await mia.presses("Talk to the customer again");
    await mia.says("Please restart it", { topic: desk.topic() });
    expect(alice.sees()).toContain("Please restart it");
  });
});

describe("who is in charge", () => {
  test("commands and buttons work and are seen in the topic, plain words go to the human", async () => {
    await alice.says("/start");
    expect(alice.sees()).toContain("Alice");
    await alice.presses("Help");
    expect(desk.lines(desk.topic()).join("\n")).toMatch(/Typed \/start[\s\S]*Pressed “.*Help/);
    const before = alice.messages().length;
    await alice.says("how much is left");
    expect(alice.messages()).toHaveLength(before + 1);
    expect(desk.lines(desk.topic()).at(-1)).toBe("how much is left");
  });

  test("a talk with the bot that the customer begins has the word for a while, and is not read along", async () => {
    await alice.says("/link");
    await alice.says("alice@example.com");
    expect(alice.sees()).toContain("alice@example.com");
    expect(desk.lines(desk.topic()).join("\n")).not.toContain("alice@example.com");
    await pass(10 * 60_000);
    await alice.says("Are you still there?");
    expect(desk.lines(desk.topic())).toContain("Are you still there?");
  });

  test("a code from a mail is the bot's, also late and after an agent has joined", async () => {
    await seedAccount(world.app.database, { email: "alice@example.com" });
    await alice.says("/link");
    await alice.says("alice@example.com");
    await world.settled();
    await pass(6 * 60_000);
    await desk.agent("Noah").says("/take", { topic: desk.topic() });
    await alice.says("000000");
    expect(alice.sees()).toContain("is not the code");
    expect(desk.lines(desk.topic()).join("\n")).not.toContain("000000");
  });

  test("two agents: both are heard by name, and the ticket changes hands by a button", async () => {
    const noah = desk.agent("Noah");
    await noah.says("I am here too", { topic: desk.topic() });
    expect(alice.sees()).toBe("👤 Noah\nI am here too");
    await noah.says("/take", { topic: desk.topic() });
    expect(alice.sees()).toContain("Noah has joined");
    const [ticket] = await world.app.database.prisma.ticket.findMany({ include: { agent: true } });
    expect(ticket).toMatchObject({ status: "active", agent: { name: "Noah" } });
  });

  test("somebody who is not a member can press nothing", async () => {
    const eve = desk.agent("Eve");
    botApi.leaveGroup(eve.id, desk.chatId);
    expect(await eve.presses("Close")).toContain("Only members");
    expect(await world.app.database.prisma.ticket.count({ where: { status: "active" } })).toBe(1);
    await alice.says("support:rate");
    await alice.pressesRaw(1, "desk:close:AAAAAAAAAAAAAAAAAAAAAA");
    expect(await world.app.database.prisma.ticket.count({ where: { status: "active" } })).toBe(1);
  });
});

/** Three of Mia's messages on their way at once, and the second overtaken by the third. */
async function threeOnTheirWay(): Promise<void> {
  const { relayedMessage, outboxNotice } = world.app.database.prisma;
  const { ticketId, chatId } = await relayedMessage.findFirstOrThrow({ where: { toDesk: false } });
  const at = world.clock.now();
  const shared = { ticketId, chatId, toDesk: false, kind: "text", sourceChatId: BigInt(desk.chatId), at };
  for (const [text, sourceMessageId] of [
    ["One", 9001],
    ["Three", 9003],
    ["Two", 9002],
  ] as const) {
    const content = { what: "text", captioned: false, text, entities: [] };
    await relayedMessage.create({ data: { ...shared, sourceMessageId, content } });
  }
  const notice = { type: "relay", customer: chatId.toString(), toDesk: false };
  const due = { priority: 1, dueAt: at, createdAt: at };
  await outboxNotice.create({ data: { chatId, notice, dedupeKey: "overtaken", ...due } });
  for (let second = 0; second < 4; second++) await pass(2_000);
}

test("what overtook itself on its way arrives as it was written, all of it", async () => {
  await threeOnTheirWay();
  const seen = alice.messages().map(({ text }) => text);
  expect(seen.slice(-3)).toEqual(["One", "Two", "Three"].map((text) => expect.stringContaining(text)));
});

test("what Telegram refuses holds up nothing that was written after it", async () => {
  botApi.addFault({
    method: "sendMessage",
    code: 400,
    description: "Bad Request: refused",
  });
  await threeOnTheirWay();
  const seen = alice.messages().map(({ text }) => text);
  expect(seen.slice(-2)).toEqual(["Two", "Three"].map((text) => expect.stringContaining(text)));
  expect(desk.lines(desk.topic()).join("\n")).toContain("Not delivered");
});

describe("somebody who has themselves forgotten", () => {
  async function forgets(): Promise<void> {
    await alice.says("/privacy");
    await alice.presses("Delete my data");
    await alice.presses("Delete only this chat");
    expect(alice.sees()).toContain("All I knew about you is deleted");
  }

  test("is gone from the desk as well, and begins anew with another topic", async () => {
    const old = desk.topic();
    await forgets();
    expect(desk.topics()).toEqual([]);
    expect(desk.messages(old)).toEqual([]);
    expect(desk.pinned()).toEqual([]);
    await alice.says("/support");
    await alice.says("It is me again");
    expect(desk.topic()).not.toBe(old);
    expect(desk.lines(desk.topic()).join("\n")).not.toContain("Nothing loads");
  });

  test("is for the agents to remove where the bot may not delete topics", async () => {
    const description = "Bad Request: not enough rights to delete a topic";
    botApi.addFault({ method: "deleteForumTopic", code: 400, description });
    await forgets();
    expect(desk.pinned()).toEqual([expect.stringContaining("Please delete what stands here")]);
  });
});

describe("what goes wrong", () => {
  test("an agent whose words were not taken is told", async () => {
    world.log.expectErrors("Update failed");
    const noah = desk.agent("Noah");
    botApi.addFault({ method: "getChatMember", code: 401, description: "Unauthorized" });
    await noah.says("Please restart it", { topic: desk.topic() });
    expect(desk.lines(desk.topic()).at(-1)).toContain("this was not sent");
    await noah.says("Please restart it now", { topic: desk.topic() });
    expect(alice.sees()).toContain("Please restart it now");
  });

  test("a deleted topic is made again, with who it is and what was said, and nothing is lost", async () => {
    const old = desk.topic();
    botApi.deleteTopic(desk.chatId, old);
    await alice.says("Still there?");
    expect(desk.topic()).not.toBe(old);
    const lines = desk.lines(desk.topic());
    expect(lines).toContain("Still there?");
    expect(lines.join("\n")).toMatch(/#1 Alice[\s\S]*Said before[\s\S]*Nothing loads/);
    await mia.says("Yes", { topic: desk.topic() });
    expect(alice.sees()).toBe("👤 Mia\nYes");
  });

  test("a customer who blocked the bot misses nothing once back, and the agent knows", async () => {
    alice.blocks();
    await mia.says("Are you there?", { topic: desk.topic() });
    await mia.says("It is fixed", { topic: desk.topic() });
    expect(desk.lines(desk.topic()).join("\n")).toContain("Not delivered: the customer has blocked the bot");
    alice.unblocks();
    await world.settled();
    expect(
      alice
        .messages()
        .slice(-2)
        .map(({ text }) => text),
    ).toEqual(["👤 Mia\nAre you there?", "👤 Mia\nIt is fixed"]);
    expect(desk.lines(desk.topic()).at(-1)).toContain("Is back");
  });

  test("writing to a closed ticket is not sent before somebody says so", async () => {
    await mia.presses("Close");
    const founder = { threadId: desk.topic() };
    botApi.sendToGroup(mia.id, desk.chatId, "One more thing", founder);
    await world.settled();
    expect(alice.sees()).not.toContain("One more thing");
    expect(desk.lines(desk.topic()).at(-1)).toContain("#1 is closed");
    await mia.presses("Reopen and send it");
    expect(alice.sees()).toContain("One more thing");
    expect(desk.topics()).toMatchObject([{ name: "#1 Alice", closed: false }]);
  });

  test("a topic closed by hand closes the case, and opening it opens it again", async () => {
    botApi.setTopicClosed(mia.id, desk.chatId, desk.topic(), true);
    await world.settled();
    expect(alice.sees()).toContain("Mia has left");
    botApi.setTopicClosed(mia.id, desk.chatId, desk.topic(), false);
    await world.settled();
    const [ticket] = await world.app.database.prisma.ticket.findMany();
    expect(ticket).toMatchObject({ status: "waiting", closedAt: null });
  });

  test("a customer who answers, or writes on soon after, opens the case again", async () => {
    await mia.presses("Close");
    await alice.says("hmm, grrr zzz");
    expect(alice.sees()).toContain("Passed on");
    expect(desk.lines(desk.topic()).at(-1)).toContain("hmm, grrr zzz");
    await mia.presses("Close");
    await pass(30 * 60 * 60_000);
    await alice.says("zzz grrr");
    expect(desk.lines(desk.topic()).at(-1)).not.toContain("zzz grrr");
    const hello = alice.messages().findLast(({ text }) => text.endsWith("Hello!"))!;
    botApi.send(alice.id, { kind: "text", text: "That again", replyToMessageId: hello.messageId });
    await world.settled();
    expect(desk.lines(desk.topic()).at(-1)).toContain("That again");
  });

  test("a restart in the middle loses nothing", async () => {
    await world.restart();
    await alice.says("After the deploy");
    await mia.says("All well", { topic: desk.topic() });
    expect(desk.lines(desk.topic())).toContain("After the deploy");
    expect(alice.sees()).toBe("👤 Mia\nAll well");
    expect(desk.topics()).toHaveLength(1);
  });
});
