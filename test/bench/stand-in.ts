import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * The Bot API of the benchmark: answers at once and forgets, so that what is measured is the bot. Its own
 * process; says its address when it listens and every webhook that is set, and answers what was asked.
 */
export type StandInMessage =
  | { type: "listening"; url: string }
  | { type: "webhook"; url: string }
  | { type: "calls"; count: number }
  | { type: "panels"; byChat: [chatId: number, panel: Panel][] };

/** The message that shows a chat's newest buttons, and what they send when they are pressed. */
export interface Panel {
  messageId: number;
  buttons: string[];
}

export interface StandInQuestion {
  type: "calls" | "panels";
}

type Fields = Record<string, unknown> & {
  reply_markup?: { inline_keyboard?: { text: string; callback_data?: string }[][] };
};

const bot = { id: 1_000_000_001, is_bot: true, first_name: "Bench", username: "bench_bot" };
const me = {
  ...bot,
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
};
const panelByChat = new Map<number, Panel>();
let calls = 0;
let messageId = 1_000;

const tell = (message: StandInMessage) => process.send!(message);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks).toString();
    const method = request.url!.slice(request.url!.lastIndexOf("/") + 1);
    const text = JSON.stringify({ ok: true, result: answer(method, body ? JSON.parse(body) : {}) });
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
    });
    response.end(text);
  });
});

function answer(method: string, fields: Fields): unknown {
  calls++;
  switch (method) {
    case "getMe":
      return me;
    case "sendMessage":
    case "editMessageText":
      return message(fields);
    case "setWebhook":
      tell({ type: "webhook", url: String(fields.url) });
      return true;
    default:
      return true;
  }
}

function message(fields: Fields): object {
  const chatId = Number(fields.chat_id);
  const id = Number(fields.message_id ?? ++messageId);
  const markup = fields.reply_markup;
  const buttons = markup?.inline_keyboard?.flat().flatMap(({ callback_data }) => callback_data ?? []) ?? [];
  panelByChat.set(chatId, { messageId: id, buttons });
  return {
    message_id: id,
    from: bot,
    chat: { id: chatId, type: "private", first_name: "Alice" },
    date: Math.floor(Date.now() / 1000),
    text: fields.text,
    reply_markup: markup,
  };
}

process.on("message", ({ type }: StandInQuestion) => {
  tell(type === "calls" ? { type, count: calls } : { type, byChat: [...panelByChat] });
});
process.on("disconnect", () => process.exit(0));
server.keepAliveTimeout = 75_000;
server.listen(0, "127.0.0.1", () =>
  tell({ type: "listening", url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
);
