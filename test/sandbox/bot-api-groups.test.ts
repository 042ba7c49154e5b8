import { beforeEach, describe, expect, test } from "vitest";
import { alice, openBotApi } from "./bot-api-world.ts";

let world: ReturnType<typeof openBotApi>;
beforeEach(async () => {
  world = openBotApi();
  await world.withAlice();
});

/** What the bot heard since it was last asked, by kind and text. */
async function heard(): Promise<string[]> {
  const updates: Record<string, { text?: string }>[] = await world.result("getUpdates");
  await world.result("getUpdates", { offset: 2 ** 40 });
  return updates.map((update) => {
    const kind = Object.keys(update).find((key) => key !== "update_id")!;
    return [kind, update[kind]?.text].filter(Boolean).join(" ");
  });
}

test("being added comes as a change of membership and as a service message", async () => {
  const chatId = world.api.addToGroup(alice.id, "Trip to Japan");
  const [member, message] = await world.result("getUpdates");
  expect(member.my_chat_member).toMatchObject({
    chat: { id: chatId, type: "group", title: "Trip to Japan" },
    from: { id: alice.id },
    old_chat_member: { status: "left" },
    new_chat_member: { status: "member", user: { username: "sim_bot" } },
  });
  expect(message.message).toMatchObject({
    chat: { id: chatId },
    new_chat_members: [{ username: "sim_bot" }],
  });
  expect(world.api.chat(chatId)).toMatchObject({ type: "group", title: "Trip to Japan" });
});

test("privacy mode hides all but commands to the bot and replies to it", async () => {
  const chatId = world.api.addToGroup(alice.id, "Trip");
  await heard();
  world.api.sendToGroup(alice.id, chatId, "just talking");
  world.api.sendToGroup(alice.id, chatId, "/balance");
  world.api.sendToGroup(alice.id, chatId, "/balance@other_bot");
  world.api.sendToGroup(alice.id, chatId, "/balance@SIM_bot");
  expect(await heard()).toEqual(["message /balance@SIM_bot"]);

  const { message_id } = await world.result("sendMessage", { chat_id: chatId, text: "in private, please" });
  world.api.sendToGroup(alice.id, chatId, "why?", { replyToMessageId: message_id });
  world.api.sendToGroup(alice.id, chatId, "/balance");
  world.api.sendToGroup(alice.id, chatId, "hm");
  expect(await heard()).toEqual(["message why?", "message /balance"]);

  world.api.setBotStatus(chatId, "administrator");
  world.api.sendToGroup(alice.id, chatId, "anything");
  expect(await heard()).toEqual(["my_chat_member", "message anything"]);
});

test("a bot thrown out hears of it and may not write", async () => {
  const chatId = world.api.addToGroup(alice.id, "Trip");
  await heard();
  world.api.setBotStatus(chatId, "kicked");
  expect(await heard()).toEqual(["my_chat_member", "message"]);
  expect(await world.call("sendMessage", { chat_id: chatId, text: "x" })).toMatchObject({
    error_code: 403,
    description: "Forbidden: bot was kicked from the group chat",
  });
});

test("a bot that leaves is gone", async () => {
  const chat_id = world.api.addToGroup(alice.id, "Trip", { type: "supergroup" });
  expect(await world.result("leaveChat", { chat_id })).toBe(true);
  expect(await world.call("getChat", { chat_id })).toMatchObject({
    description: "Forbidden: bot is not a member of the supergroup chat",
  });
});

test("a group that became a supergroup says where it went", async () => {
  const chat_id = world.api.addToGroup(alice.id, "Trip");
  await heard();
  const newId = world.api.upgradeGroup(chat_id);
  const updates = await world.result("getUpdates");
  expect(updates).toMatchObject([
    { message: { chat: { id: chat_id }, migrate_to_chat_id: newId } },
    { message: { chat: { id: newId, type: "supergroup" }, migrate_from_chat_id: chat_id } },
  ]);
  expect(await world.call("sendMessage", { chat_id, text: "x" })).toEqual({
    ok: false,
    error_code: 400,
    description: "Bad Request: group chat was upgraded to a supergroup chat",
    parameters: { migrate_to_chat_id: newId },
  });
  expect((await world.result("sendMessage", { chat_id: newId, text: "x" })).chat.id).toBe(newId);
});

test("members and administrators are told apart", async () => {
  const chat_id = world.api.addToGroup(alice.id, "Trip", { asAdministrator: true });
  const bob = { id: 6_000_000_001, firstName: "Bob" };
  world.api.addPerson(bob);
  world.api.sendToGroup(bob.id, chat_id, "hi");
  const status = async (user_id: number) =>
    (await world.result("getChatMember", { chat_id, user_id })).status;
  expect(await status(alice.id)).toBe("creator");
  expect(await status(bob.id)).toBe("member");
  expect(await world.result("getChatMemberCount", { chat_id })).toBe(3);
  const administrators: { status: string }[] = await world.result("getChatAdministrators", { chat_id });
  expect(administrators.map((one) => one.status)).toEqual(["creator", "administrator"]);
  expect(await world.call("getChatMember", { chat_id, user_id: 1 })).toMatchObject({ error_code: 400 });
});

describe("topics", () => {
  let chat_id: number;
  beforeEach(() => {
    chat_id = world.api.addToGroup(alice.id, "Support", { isForum: true, asAdministrator: true });
  });
  const refusal = async (method: string, params: object) =>
    (await world.call(method, { chat_id, ...params })).description;

  test("hold messages both ways", async () => {
    const { message_thread_id } = await world.result("createForumTopic", { chat_id, name: "Bob" });
    const sent = await world.result("sendMessage", { chat_id, message_thread_id, text: "Hello" });
    expect(sent).toMatchObject({ message_thread_id, is_topic_message: true, chat: { is_forum: true } });
    await heard();
    world.api.sendToGroup(alice.id, chat_id, "Taking this", { threadId: message_thread_id });
    expect(await world.result("getUpdates")).toMatchObject([
      { message: { message_thread_id, text: "Taking this" } },
    ]);
  });

  test("can be renamed, closed, reopened and deleted, each once", async () => {
    const { message_thread_id } = await world.result("createForumTopic", { chat_id, name: "Bob" });
    const topic = { message_thread_id };
    expect(await refusal("editForumTopic", { ...topic, name: "Bob" })).toBe(
      "Bad Request: TOPIC_NOT_MODIFIED",
    );
    expect(await refusal("editForumTopic", { ...topic, name: "Bob, waiting" })).toBeUndefined();
    expect(await refusal("closeForumTopic", topic)).toBeUndefined();
    expect(await refusal("closeForumTopic", topic)).toBe("Bad Request: TOPIC_NOT_MODIFIED");
    expect(await refusal("reopenForumTopic", topic)).toBeUndefined();
    expect(await refusal("deleteForumTopic", topic)).toBeUndefined();
    expect(await refusal("sendMessage", { ...topic, text: "x" })).toBe(
      "Bad Request: message thread not found",
    );
  });

  test("need a forum and an administrator", async () => {
    const group = world.api.addToGroup(alice.id, "Trip", { asAdministrator: true });
    const name = { name: "x" };
    expect(await refusal("createForumTopic", { ...name, chat_id: group })).toBe(
      "Bad Request: the chat is not a forum",
    );
    world.api.setBotStatus(chat_id, "member");
    expect(await refusal("createForumTopic", name)).toBe("Bad Request: not enough rights to create a topic");
  });
});
