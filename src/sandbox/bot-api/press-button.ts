import { chatOf, userOf } from "./chat-objects.ts";
import { findPerson } from "./person.ts";
import type { PressAnswer } from "./presses.ts";
import type { World } from "./world.ts";

const KEPT_QUERIES = 1_000;

/**
 * Queues a callback query and waits for the bot's answer to it. Old clients press buttons that are gone,
 * with whatever data they had: nothing is checked.
 */
export function pressButton(
  world: World,
  press: { personId: number; chatId: number; messageId: number; data: string; timeoutMs: number },
): Promise<PressAnswer | undefined> {
  const { state } = world;
  const chat = state.chats.get(press.chatId);
  const person = findPerson(world, press.personId);
  if (!chat) throw new Error(`There is no chat ${press.chatId}`);

  state.callbackQueriesMade += 1;
  const id = String(4_300_000_000_000_000 + state.callbackQueriesMade);
  state.callbackQueries.set(id, { chatId: chat.id, at: world.now() });
  if (state.callbackQueries.size > KEPT_QUERIES) {
    state.callbackQueries.delete(state.callbackQueries.keys().next().value!);
  }

  const message = chat.messages.get(press.messageId)?.message;
  const answer = world.presses.wait(id, press.timeoutMs);
  world.updates.emit("callback_query", {
    id,
    from: userOf(person),
    message: message ?? { chat: chatOf(world, chat), message_id: press.messageId, date: 0 },
    chat_instance: String(BigInt(chat.id) * 7_919n),
    data: press.data,
  });
  return answer;
}
