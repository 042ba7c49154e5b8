import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { BotApiStandIn } from "../../src/sandbox/bot-api/index.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import type { Traveller } from "../kit/traveller.ts";
import { startWorld, type World } from "../kit/world.ts";

let database: TestDatabase;
let world: World;
let alice: Traveller;
let botApi: BotApiStandIn;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database });
  alice = world.traveller();
  botApi = world.sandbox.botApi as BotApiStandIn;
});
afterEach(() => world.stop());

const said = (chatId: number) => botApi.chat(chatId).messages.filter(({ from }) => from === "bot");

async function sends(chatId: number, text: string): Promise<void> {
  botApi.sendToGroup(alice.id, chatId, text);
  await world.settled();
}

test("a group hears once that the bot works in private, and again when it calls this bot", async () => {
  const group = botApi.addToGroup(alice.id, "Trip", { asAdministrator: true });
  await world.settled();
  expect(said(group)).toHaveLength(1);
  for (const text of [
    "/start@other_bot",
    "/whatever",
    "see /start",
    "hello",
    "/ start",
    "/banana@",
    "12345",
  ]) {
    await sends(group, text);
  }
  expect(said(group)).toHaveLength(1);
  await sends(group, "/start");
  await sends(group, "/Balance@Travel_SIM_sandbox_bot please");
  expect(said(group)).toHaveLength(3);
  expect(said(group).every(({ text }) => text.includes("@travel_sim_sandbox_bot"))).toBe(true);
});

test("promoted, demoted, thrown out and taken back, it speaks only when it arrives", async () => {
  const group = botApi.addToGroup(alice.id, "Trip");
  for (const status of ["administrator", "member"] as const) {
    botApi.setBotStatus(group, status);
    await world.settled();
  }
  expect(said(group)).toHaveLength(1);
  botApi.setBotStatus(group, "kicked");
  await world.settled();
  botApi.setBotStatus(group, "member");
  await world.settled();
  expect(said(group)).toHaveLength(2);
});

test("a group that becomes a supergroup is served under its new id", async () => {
  const group = botApi.addToGroup(alice.id, "Trip");
  await world.settled();
  const supergroup = botApi.upgradeGroup(group);
  await world.settled();
  await sends(supergroup, "/start@travel_sim_sandbox_bot");
  expect(said(supergroup)).toHaveLength(1);
  // What is meant for the old one, such as news for a support group, arrives as well.
  await world.app.database.transact(({ say }) => say(BigInt(group), { type: "apology" }, "test"));
  await world.settled();
  expect(said(supergroup)).toHaveLength(2);
});

test("a button pressed in a group is answered", async () => {
  const group = botApi.addToGroup(alice.id, "Trip");
  await world.settled();
  const [message] = said(group);
  const answer = await botApi.press(alice.id, message!.messageId, "go:start", undefined, group);
  expect(answer?.text).toContain("@travel_sim_sandbox_bot");
});

test("a group that does not let the bot write is left in peace", async () => {
  for (const [code, description] of [
    [400, "Bad Request: not enough rights to send text messages to the chat"],
    [403, "Forbidden: bot was kicked from the group chat"],
  ] as const) {
    botApi.addFault({ method: "sendMessage", code, description });
    botApi.addToGroup(alice.id, "Trip");
    await world.settled();
  }
  await alice.says("/start");
  expect(alice.sees()).toContain("Hello");
});

test("channel posts, anonymous writers and chats nobody knows are no reason to fail", async () => {
  const channel = { id: -1_001_234_567_890, type: "channel", title: "News" };
  const post = { message_id: 1, date: 1, chat: channel, text: "/start", sender_chat: channel };
  botApi.inject({ channel_post: post });
  botApi.inject({ edited_channel_post: { ...post, edit_date: 2 } });
  botApi.inject({
    my_chat_member: {
      ...{ chat: channel, from: { id: alice.id, is_bot: false, first_name: "Alice" }, date: 1 },
      old_chat_member: { user: { id: 1, is_bot: true, first_name: "x" }, status: "left" },
      new_chat_member: { user: { id: 1, is_bot: true, first_name: "x" }, status: "administrator" },
    },
  });
  botApi.inject({ message_reaction_count: { chat: channel, message_id: 1, date: 1, reactions: [] } });
  botApi.inject({ something_new: { chat: channel } });
  botApi.inject({
    inline_query: { id: "1", from: { id: 5, is_bot: false, first_name: "x" }, query: "", offset: "" },
  });
  await world.settled();
  expect(botApi.calls().filter(({ method }) => method === "sendMessage")).toEqual([]);
});
