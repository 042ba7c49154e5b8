import { commandsKey } from "../command-scopes.ts";
import { list, may, need, string } from "../kinds.ts";
import { type Methods, method } from "../method.ts";
import { botCommand, botCommandScope, type GivenScope } from "../object-kinds.ts";
import { checkMembership, findChat } from "../reach-chat.ts";
import { badRequest } from "../refusal.ts";
import type { BotCommand } from "../telegram-objects.ts";
import type { World } from "../world.ts";

const whichShape = { scope: may(botCommandScope), language_code: may(string) };

export const commandMethods: Methods = {
  setMyCommands: method(
    { commands: need(list(botCommand), "commands are not specified"), ...whichShape },
    (world, { commands, scope, language_code }) => {
      const key = keyOf(world, scope, language_code);
      checkCommands(commands);
      if (commands.length === 0) world.state.commands.delete(key);
      else world.state.commands.set(key, commands);
      everyChatChanged(world);
      return true;
    },
  ),

  getMyCommands: method(
    whichShape,
    (world, { scope, language_code }) => world.state.commands.get(keyOf(world, scope, language_code)) ?? [],
  ),

  deleteMyCommands: method(whichShape, (world, { scope, language_code }) => {
    world.state.commands.delete(keyOf(world, scope, language_code));
    everyChatChanged(world);
    return true;
  }),
};

/** Two letters or none: `zh-hans` is refused. */
export function checkLanguage(languageCode: string | undefined): void {
  if (languageCode && !/^[a-z]{2}$/.test(languageCode)) {
    throw badRequest("invalid language code specified");
  }
}

function keyOf(world: World, scope: GivenScope | undefined, languageCode: string | undefined): string {
  checkLanguage(languageCode);
  if (scope?.chat_id !== undefined) {
    const chat = findChat(world, scope.chat_id);
    if (chat.type !== "private") checkMembership(chat);
    else if (!chat.started) throw badRequest("chat not found");
    else if (scope.type !== "chat") throw badRequest("can't use the scope in a private chat");
  }
  return commandsKey(scope, languageCode);
}

function checkCommands(commands: BotCommand[]): void {
  if (commands.length > 100) throw badRequest("BOT_COMMANDS_TOO_MUCH");
  const seen = new Set<string>();
  for (const { command, description } of commands) {
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest("BOT_COMMAND_INVALID");
    const { length } = description.trim();
    if (length < 1 || length > 256) throw badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
    if (seen.has(command)) throw badRequest("BOT_COMMAND_INVALID"); // clients would show it twice
    seen.add(command);
  }
}

function everyChatChanged(world: World): void {
  for (const { id } of world.state.chats.values()) world.changed(id);
}
