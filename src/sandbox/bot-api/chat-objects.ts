import type { SandboxPerson } from "../contracts.ts";
import type { ChatRecord } from "./state.ts";
import type { Chat, User } from "./telegram-objects.ts";
import type { World } from "./world.ts";

export const userOf = (person: SandboxPerson): User => ({
  id: person.id,
  is_bot: false,
  first_name: person.firstName,
  last_name: person.lastName,
  username: person.username,
  language_code: person.languageCode,
});

/** The `chat` of a message. */
export function chatOf(world: World, chat: ChatRecord): Chat {
  if (chat.type !== "private") {
    return { id: chat.id, type: chat.type, title: chat.title, is_forum: chat.isForum ? true : undefined };
  }
  const person = world.state.people.get(chat.id);
  return {
    id: chat.id,
    first_name: person?.firstName,
    last_name: person?.lastName,
    username: person?.username,
    type: "private",
  };
}

export const findUser =
  (world: World) =>
  (id: number): User | undefined => {
    const person = world.state.people.get(id);
    return person ? userOf(person) : id === world.bot.id ? world.bot : undefined;
  };
