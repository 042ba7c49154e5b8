import type { Clock } from "../../ports/clock.ts";
import { type Finding, findingsAbout, LONGEST_WAIT_MS, whyUnreachable } from "./finding.ts";
import type { DoctorSettings } from "./settings.ts";

type Settings = Pick<
  DoctorSettings,
  "telegramApiRoot" | "telegramTransport" | "publicUrl" | "supportChatId"
> & {
  botToken: string;
};

type Answer<Value> =
  | { ok: true; value: Value }
  | { ok: false; code: number; reason: string; movedTo?: number | undefined };

const HOUR_SECONDS = 60 * 60;
const MANY_UPDATES = 100;

/** Token, way of delivery, and the support group, as Telegram sees them. */
export async function examineTelegram(settings: Settings, clock: Clock): Promise<Finding[]> {
  const token = findingsAbout("Telegram");
  const me = await call<{ id: number; username: string; supports_inline_queries?: boolean }>(
    settings,
    "getMe",
  );
  if (!me.ok) {
    return me.code === 401 || me.code === 404
      ? [token.wrong("BOT_TOKEN is refused", "Take the token from @BotFather (/mybots, API Token).")]
      : [
          token.wrong(
            `${settings.telegramApiRoot}: ${me.reason}`,
            "Check TELEGRAM_API_ROOT and the network.",
          ),
        ];
  }
  return [
    token.fine(`the bot is @${me.value.username}`),
    examineInlineMode(me.value),
    await examineDelivery(settings, clock),
    await examineSupportGroup(settings, me.value.id),
  ];
}

function examineInlineMode(me: { username: string; supports_inline_queries?: boolean }): Finding {
  const inline = findingsAbout("Inline mode");
  return me.supports_inline_queries
    ? inline.fine(`@${me.username} japan offers plans in any chat`)
    : inline.skipped(
        `off: plans cannot be shared with @${me.username} japan (to turn it on: /setinline at @BotFather)`,
      );
}

/** The bot's name, as Telegram knows it. */
export const askUsername = (settings: Pick<Settings, "telegramApiRoot" | "botToken">) =>
  call<{ username: string }>(settings, "getMe");

interface WebhookInfo {
  url: string;
  pending_update_count: number;
  last_error_date?: number;
  last_error_message?: string;
}

async function examineDelivery(settings: Settings, clock: Clock): Promise<Finding> {
  const { telegramTransport, publicUrl } = settings;
  const delivery = findingsAbout("Updates");
  const info = await call<WebhookInfo>(settings, "getWebhookInfo");
  if (!info.ok) return delivery.wrong(info.reason, "Try again in a minute.");
  const { url, pending_update_count: waiting, last_error_date: failedAt = 0 } = info.value;

  const expected = telegramTransport === "webhook" ? `${publicUrl}/webhooks/telegram` : "";
  if (url !== expected) {
    const found = url === "" ? "no webhook is set" : `the webhook is set to ${url}`;
    const wanted = expected === "" ? "polling needs none" : `it should be ${expected}`;
    return delivery.wrong(
      `${found}, ${wanted}`,
      "Start the bot: it sets this itself. If it was running, another program uses the same token.",
    );
  }
  if (expected !== "" && clock.now().getTime() / 1000 - failedAt < HOUR_SECONDS) {
    return delivery.wrong(
      `Telegram's last try failed: ${info.value.last_error_message}`,
      `${expected} must be reachable from the internet with a valid certificate and lead to this bot.`,
    );
  }
  if (waiting > MANY_UPDATES) {
    return delivery.wrong(`${waiting} updates wait`, "The bot is not running, or too slow: see its log.");
  }
  return delivery.fine(expected === "" ? "polling, no webhook in the way" : `webhook ${expected}`);
}

interface Member {
  status: string;
  can_manage_topics?: boolean;
}

async function examineSupportGroup(settings: Settings, botId: number): Promise<Finding> {
  const group = findingsAbout("Support group");
  if (settings.supportChatId === undefined) {
    return group.skipped("SUPPORT_CHAT_ID is not set: orders that need a human are only in `ops stats`");
  }
  const chat_id = settings.supportChatId.toString();
  const chat = await call<{ type: string; title?: string; is_forum?: boolean }>(settings, "getChat", {
    chat_id,
  });
  if (!chat.ok && chat.movedTo !== undefined) {
    return group.wrong(
      `${chat_id} has become a supergroup with another id; the bot follows it for now`,
      `Set SUPPORT_CHAT_ID to ${chat.movedTo}.`,
    );
  }
  if (!chat.ok) {
    return group.wrong(
      `${chat_id}: ${chat.reason}`,
      "Add the bot to the group, and set SUPPORT_CHAT_ID to the group's id (a supergroup's begins with -100).",
    );
  }
  const { type, title = chat_id, is_forum: isForum = false } = chat.value;
  if (type !== "supergroup" || !isForum) {
    return group.wrong(
      `${title} has no topics`,
      "Turn on Topics in the group's settings; its id changes when it becomes a supergroup. Until then all customers share one thread.",
    );
  }
  const member = await call<Member>(settings, "getChatMember", { chat_id, user_id: botId });
  const { status, can_manage_topics: managesTopics } = member.ok ? member.value : { status: member.reason };
  if (status !== "administrator" || !managesTopics) {
    return group.wrong(
      `the bot is ${status} of ${title}${status === "administrator" ? " without the right to topics" : ""}`,
      "Make the bot an administrator who may manage topics, or it sees no messages there.",
    );
  }
  return group.fine(`${title}, the bot is its administrator`);
}

async function call<Value>(
  { telegramApiRoot, botToken }: Pick<Settings, "telegramApiRoot" | "botToken">,
  method: string,
  params: object = {},
): Promise<Answer<Value>> {
  try {
    const response = await fetch(`${telegramApiRoot}/bot${botToken}/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(params),
      signal: AbortSignal.timeout(LONGEST_WAIT_MS),
    });
    const answer = (await response.json()) as {
      ok: boolean;
      result: Value;
      description?: string;
      parameters?: { migrate_to_chat_id?: number };
    };
    if (answer.ok) return { ok: true, value: answer.result };
    const { description: reason = `HTTP ${response.status}`, parameters } = answer;
    return { ok: false, code: response.status, reason, movedTo: parameters?.migrate_to_chat_id };
  } catch (error) {
    return { ok: false, code: 0, reason: whyUnreachable(error) };
  }
}
