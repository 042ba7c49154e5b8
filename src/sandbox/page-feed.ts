import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { ShownChat, ShownMessage } from "./contracts.ts";

/** A part of the page that is told anew as a whole; chats are told by what changed in them. */
export type PagePart = "people" | "mails" | "panel" | "desk";

/** What the page is told of a chat: its messages in order by id, and those it does not have as they are. */
export interface ChatEvent extends Omit<ShownChat, "messages"> {
  messageIds: number[];
  changed: ShownMessage[];
}

export interface PageFeed {
  partChanged(part: PagePart): void;
  chatChanged(chatId: number): void;
  /** The event stream of one open page. It begins with everything, so reconnecting heals any gap. */
  stream(c: Context): Response;
  /** Ends every stream. */
  close(): void;
}

export interface PageFeedDeps {
  /** Chats an opening page is told of. */
  chatIds(): number[];
  chat(chatId: number): ShownChat;
  part(part: PagePart): Promise<unknown>;
  heartbeatMs?: number;
}

interface Reader {
  parts: Set<PagePart>;
  chats: Set<number>;
  wake(): void;
}

const messagesShown = 400;

export function createPageFeed({ chatIds, chat, part, heartbeatMs = 15_000 }: PageFeedDeps): PageFeed {
  const readers = new Set<Reader>();
  let closed = false;

  const tell = (note: (reader: Reader) => void) => {
    for (const reader of readers) {
      note(reader);
      reader.wake();
    }
  };

  return {
    partChanged: (name) => tell((reader) => reader.parts.add(name)),
    chatChanged: (chatId) => tell((reader) => reader.chats.add(chatId)),
    stream(c) {
      c.header("x-accel-buffering", "no");
      c.header("cache-control", "no-cache, no-transform");
      return streamSSE(
        c,
        async (stream) => {
          let wake = () => {};
          let open = true;
          const reader: Reader = {
            parts: new Set<PagePart>(["people", "mails", "panel", "desk"]),
            chats: new Set(chatIds()),
            wake: () => wake(),
          };
          stream.onAbort(() => {
            open = false;
            wake();
          });
          readers.add(reader);
          const eventOf = createChatEvents();
          try {
            while (open && !closed) {
              const due = takeDue(reader);
              for (const name of due.parts) {
                await stream.writeSSE({ event: name, data: JSON.stringify(await part(name)) });
              }
              for (const chatId of due.chats) {
                await stream.writeSSE({ event: "chat", data: JSON.stringify(eventOf(chat(chatId))) });
              }
              // More may have come while writing.
              if (!open || closed || reader.parts.size + reader.chats.size > 0) continue;
              const news = await new Promise<boolean>((resolve) => {
                const timer = setTimeout(() => resolve(false), heartbeatMs);
                timer.unref();
                wake = () => {
                  clearTimeout(timer);
                  resolve(true);
                };
              });
              if (!news) await stream.write(": still here\n\n");
            }
          } finally {
            readers.delete(reader);
          }
        },
        async () => undefined, // the browser reconnects and is told everything again
      );
    },
    close() {
      closed = true;
      tell(() => undefined);
    },
  };
}

function takeDue(reader: Reader): { parts: PagePart[]; chats: number[] } {
  const due = { parts: [...reader.parts], chats: [...reader.chats] };
  reader.parts.clear();
  reader.chats.clear();
  return due;
}

/** Remembers what one page was told, so that a change in a long chat costs one message. */
function createChatEvents(): (chat: ShownChat) => ChatEvent {
  const toldByChat = new Map<number, Map<number, string>>();
  return ({ messages, ...chat }) => {
    const shown = messages.slice(-messagesShown);
    const before = toldByChat.get(chat.chatId);
    const now = new Map(shown.map((message) => [message.messageId, JSON.stringify(message)]));
    toldByChat.set(chat.chatId, now);
    return {
      ...chat,
      messageIds: shown.map((message) => message.messageId),
      changed: shown.filter((message) => before?.get(message.messageId) !== now.get(message.messageId)),
    };
  };
}
