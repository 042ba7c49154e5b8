import type { InlineButton, ShownChat, ShownMessage } from "../contracts.ts";
import { commandsFor } from "./command-scopes.ts";
import type { ChatRecord, StoredMessage } from "./state.ts";
import type { InlineKeyboardButton, Message } from "./telegram-objects.ts";
import type { World } from "./world.ts";

const FILE_KINDS = ["photo", "document", "voice", "video", "audio", "animation", "sticker"] as const;

/** The chat as its person's window shows it; a group as the person who made it sees it. */
export function showChat(world: World, chat: ChatRecord): ShownChat {
  const viewerId = chat.type === "private" ? chat.id : (chat.memberIds[0] ?? 0);
  const viewer = world.state.people.get(viewerId);
  const commands = commandsFor(world.state, chat, viewerId, viewer?.languageCode);
  return {
    chatId: chat.id,
    title: chat.title,
    type: chat.type,
    messages: [...chat.messages.values()].map((stored) => showMessage(world, stored)),
    typing: world.typing.isOn(chat.id),
    commands: commands.map(({ command, description }) => ({ command, description })),
    blocked: chat.blocked,
  };
}

function showMessage(world: World, { message, silent }: StoredMessage): ShownMessage {
  return {
    messageId: message.message_id,
    at: message.date * 1000,
    from: message.from?.id === world.bot.id ? "bot" : "person",
    text: message.text ?? message.caption ?? message.sticker?.emoji ?? describe(message),
    entities: (message.entities ?? message.caption_entities ?? []).map(
      ({ type, offset, length, url, language }) => ({
        type,
        offset,
        length,
        ...(url !== undefined && { url }),
        ...(language !== undefined && { language }),
      }),
    ),
    buttons: (message.reply_markup?.inline_keyboard ?? []).map((row) => row.map(showButton)),
    attachment: attachmentOf(world, message),
    replyToMessageId: message.reply_to_message?.message_id,
    editedAt: message.edit_date === undefined ? undefined : message.edit_date * 1000,
    silent,
  };
}

const showButton = (button: InlineKeyboardButton): InlineButton => ({
  text: button.text,
  callbackData: button.callback_data,
  url: button.url ?? button.web_app?.url ?? button.login_url?.url,
  switchInlineQuery: button.switch_inline_query ?? button.switch_inline_query_current_chat,
});

function attachmentOf(world: World, message: Message): ShownMessage["attachment"] {
  if (message.location) return { kind: "location" };
  if (message.contact) return { kind: "contact" };
  for (const kind of FILE_KINDS) {
    const facts = kind === "photo" ? message.photo?.at(-1) : message[kind];
    if (!facts) continue;
    const file = world.state.files.get(facts.file_id);
    return { kind, fileName: file?.name, url: file && `/file/bot${world.token}/${file.path}` };
  }
  return undefined;
}

/** What a window says of messages without words of their own. */
function describe(message: Message): string {
  const { location, contact, new_chat_members: joined, left_chat_member: left } = message;
  if (location) return `${location.latitude}, ${location.longitude}`;
  if (contact) return `${contact.first_name}: ${contact.phone_number}`;
  if (joined) return `+ ${joined.map(({ first_name }) => first_name).join(", ")}`;
  return left ? `- ${left.first_name}` : "";
}
