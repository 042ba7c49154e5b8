import type { PersonSends, SandboxPerson } from "../contracts.ts";
import { attach } from "./attachments.ts";
import { chatOf, userOf } from "./chat-objects.ts";
import { plainText } from "./entities/formatted-text.ts";
import { storeFile } from "./file-store.ts";
import { someOf } from "./message-text.ts";
import { replaceMessage, storeMessage, withoutReply } from "./post-message.ts";
import { type ChatRecord, createChatRecord } from "./state.ts";
import type { Message } from "./telegram-objects.ts";
import { unixSeconds, type World } from "./world.ts";

const LONGEST_MESSAGE = 4096;

/** Smallest contents a phone could send, for files nobody looks into. */
const SAMPLES: Record<string, { name: string; mimeType: string; base64: string }> = {
  photo: {
    name: "photo.png",
    mimeType: "image/png",
    base64:
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  },
  voice: { name: "voice.ogg", mimeType: "audio/ogg", base64: "T2dnUwACAAAAAAAAAAA=" },
  video: { name: "video.mp4", mimeType: "video/mp4", base64: "AAAAGGZ0eXBpc29tAAACAGlzb20=" },
  sticker: { name: "sticker.webp", mimeType: "image/webp", base64: "UklGRgAAAABXRUJQ" },
  document: { name: "document.txt", mimeType: "text/plain", base64: "VHJhdmVsIFNJTQ==" },
};

export interface AlbumItem {
  kind: "photo" | "video" | "document";
  caption?: string;
  fileName?: string;
}

/** What a person can do in the bot's private chat. Impossible things throw: they are the caller's mistake. */
export interface PersonActions {
  add(person: SandboxPerson): void;
  setLanguage(personId: number, languageCode: string | undefined): void;
  send(personId: number, what: PersonSends): number;
  /** Two to ten pictures, videos or documents that appear together; answers their ids. */
  sendAlbum(personId: number, items: AlbumItem[]): number[];
  edit(personId: number, messageId: number, text: string, chatId?: number): void;
  setBlocked(personId: number, blocked: boolean): void;
}

export const findPerson = (world: World, id: number): SandboxPerson => {
  const person = world.state.people.get(id);
  if (!person) throw new Error(`Nobody with id ${id} was added to the sandbox`);
  return person;
};

export function createPersonActions(world: World): PersonActions {
  const { state, updates } = world;

  const chatWith = (personId: number): ChatRecord => {
    findPerson(world, personId);
    return state.chats.get(personId)!;
  };

  const write = (personId: number, content: Partial<Message>): number => {
    const chat = chatWith(personId);
    if (chat.blocked) throw new Error("The person has blocked the bot and must unblock it before writing");
    chat.started = true;
    const message = storeMessage(world, chat, { from: userOf(findPerson(world, personId)), ...content });
    updates.emit("message", message);
    world.changed(chat.id);
    return message.message_id;
  };

  return {
    add(person) {
      if (!Number.isSafeInteger(person.id) || person.id <= 0) {
        throw new Error(`A person's id must be a positive integer, not ${person.id}`);
      }
      state.people.set(person.id, { ...person });
      const title = [person.firstName, person.lastName].filter(Boolean).join(" ");
      const chat = state.chats.get(person.id) ?? createChatRecord(person.id, "private", title, [person.id]);
      state.chats.set(person.id, { ...chat, title });
      world.changed(person.id);
    },

    setLanguage(personId, languageCode) {
      state.people.set(personId, { ...findPerson(world, personId), languageCode });
      world.changed(personId);
    },

    send(personId, what) {
      if (what.kind !== "text") return write(personId, contentOf(world, what));
      let messageId = 0;
      for (const text of inPieces(what.text)) {
        const replied = replyTo(chatWith(personId), what.replyToMessageId);
        const formatted = plainText(text);
        if (formatted.text === "") continue;
        messageId = write(personId, {
          reply_to_message: replied,
          text: formatted.text,
          entities: someOf(formatted),
        });
      }
      if (messageId === 0) throw new Error("Telegram does not send an empty message");
      return messageId;
    },

    sendAlbum(personId, items) {
      const albumId = `album-${personId}-${chatWith(personId).lastMessageId}`;
      return items.map((item) => write(personId, { ...contentOf(world, item), media_group_id: albumId }));
    },

    edit(personId, messageId, text, chatId = personId) {
      const chat = state.chats.get(chatId) ?? chatWith(personId);
      const stored = chat.messages.get(messageId);
      if (stored?.message.from?.id !== personId) {
        throw new Error(`Message ${messageId} is none of person ${personId}`);
      }
      const formatted = plainText(text);
      const isText = stored.message.text !== undefined;
      const content = {
        ...(isText
          ? { text: formatted.text, entities: someOf(formatted) }
          : { caption: formatted.text, caption_entities: someOf(formatted) }),
        edit_date: unixSeconds(world),
      };
      updates.emit("edited_message", replaceMessage(stored, content));
      world.changed(chat.id);
    },

    setBlocked(personId, blocked) {
      const chat = chatWith(personId);
      if (chat.blocked === blocked) return;
      chat.blocked = blocked;
      const member = { user: world.bot, status: "member" };
      const kicked = { user: world.bot, status: "kicked", until_date: 0 };
      if (chat.started) {
        updates.emit("my_chat_member", {
          chat: chatOf(world, chat),
          from: userOf(findPerson(world, personId)),
          date: unixSeconds(world),
          old_chat_member: blocked ? member : kicked,
          new_chat_member: blocked ? kicked : member,
        });
      }
      world.changed(chat.id);
    },
  };
}

/** Clients cut a long text into messages Telegram takes. */
function inPieces(text: string): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const splitsPair = /[\ud800-\udbff]/.test(text[at + LONGEST_MESSAGE - 1] ?? "");
    const end = at + LONGEST_MESSAGE - (splitsPair ? 1 : 0);
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}

export function replyTo(chat: ChatRecord, messageId: number | undefined): Message | undefined {
  const stored = messageId === undefined ? undefined : chat.messages.get(messageId);
  return stored && withoutReply(stored.message);
}

export function contentOf(world: World, what: Exclude<PersonSends, { kind: "text" }>): Partial<Message> {
  if (what.kind === "location") {
    return { location: { latitude: what.latitude, longitude: what.longitude } };
  }
  if (what.kind === "contact") {
    return { contact: { phone_number: what.phoneNumber, first_name: what.firstName } };
  }
  const { name, mimeType, base64 } = SAMPLES[what.kind]!;
  const bytes = new Uint8Array(Buffer.from(base64, "base64"));
  const file = storeFile(world, what.kind, { name: what.fileName ?? name, mimeType, bytes });
  const caption = plainText(what.caption ?? "");
  return {
    ...attach(what.kind, file, { emoji: "👍" }),
    ...(caption.text !== "" && { caption: caption.text, caption_entities: someOf(caption) }),
  };
}
