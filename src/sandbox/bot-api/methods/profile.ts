import { integer, may, string } from "../kinds.ts";
import { type Methods, method } from "../method.ts";
import { menuButton } from "../object-kinds.ts";
import { findChat } from "../reach-chat.ts";
import { badRequest } from "../refusal.ts";
import type { World } from "../world.ts";
import { checkLanguage } from "./commands.ts";

const language = { language_code: may(string) };

export const profileMethods: Methods = {
  getMe: method({}, ({ bot, inline }) => ({
    ...bot,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: inline.isOn,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_guest_queries: false,
    supports_join_request_queries: false,
  })),

  setMyName: method({ name: may(string), ...language }, (world, { name, language_code }) =>
    setText(world, "name", name, language_code, 64),
  ),
  getMyName: method(language, (world, { language_code }) => ({
    name: textOf(world, "name", language_code) || world.bot.first_name,
  })),
  setMyDescription: method({ description: may(string), ...language }, (world, params) =>
    setText(world, "description", params.description, params.language_code, 512),
  ),
  getMyDescription: method(language, (world, { language_code }) => ({
    description: textOf(world, "description", language_code),
  })),
  setMyShortDescription: method({ short_description: may(string), ...language }, (world, params) =>
    setText(world, "short_description", params.short_description, params.language_code, 120),
  ),
  getMyShortDescription: method(language, (world, { language_code }) => ({
    short_description: textOf(world, "short_description", language_code),
  })),

  setChatMenuButton: method(
    { chat_id: may(integer), menu_button: may(menuButton) },
    (world, { chat_id, menu_button }) => {
      if (chat_id !== undefined) privateChat(world, chat_id);
      if (menu_button) world.state.menuButtons.set(chat_id ?? 0, menu_button);
      else world.state.menuButtons.delete(chat_id ?? 0);
      return true;
    },
  ),
  getChatMenuButton: method({ chat_id: may(integer) }, (world, { chat_id }) => {
    if (chat_id !== undefined) privateChat(world, chat_id);
    const { menuButtons } = world.state;
    return menuButtons.get(chat_id ?? 0) ?? menuButtons.get(0) ?? { type: "commands" };
  }),
};

function setText(
  world: World,
  kind: string,
  text = "",
  languageCode: string | undefined,
  longest: number,
): true {
  checkLanguage(languageCode);
  if (text.length > longest) throw badRequest(`${kind.replace("_", " ")} is too long`);
  world.state.profile.set(`${kind}|${languageCode ?? ""}`, text);
  return true;
}

/** Without a text for the language, the one for all languages. */
function textOf(world: World, kind: string, languageCode: string | undefined): string {
  checkLanguage(languageCode);
  const { profile } = world.state;
  return profile.get(`${kind}|${languageCode ?? ""}`) || profile.get(`${kind}|`) || "";
}

function privateChat(world: World, chatId: number): void {
  const chat = findChat(world, chatId);
  if (chat.type !== "private" || !chat.started) throw badRequest("chat not found");
}
