import { type Context, Hono } from "hono";
import { z } from "zod";
import type { BotApi, ShownChat, ShownMessage } from "./contracts.ts";
import { bodyOf } from "./page-guard.ts";

/** What a person sends, as the page asks for it. */
export const personSends = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("text"),
    text: z.string().min(1),
    replyToMessageId: z.int().optional(),
  }),
  z.object({
    kind: z.enum(["photo", "voice", "sticker", "document", "video"]),
    caption: z.string().max(1024).optional(),
    fileName: z.string().max(255).optional(),
  }),
  z.object({ kind: z.literal("location"), latitude: z.number(), longitude: z.number() }),
  z.object({ kind: z.literal("contact"), phoneNumber: z.string(), firstName: z.string() }),
]);
const edit = z.object({ messageId: z.int(), text: z.string().min(1).max(4096) });
const press = z.object({ messageId: z.int(), callbackData: z.string().min(1) });
const inline = z.object({ query: z.string().max(256), offset: z.string().max(64).default("") });
const inlineChoice = z.object({ resultId: z.string().min(1).max(64) });
const block = z.object({ blocked: z.boolean() });
const language = z.object({ languageCode: z.string().max(35).optional() });

export interface ChatRoutesDeps {
  botApi: BotApi;
  botToken: string;
  onPeopleChange(): void;
}

/** What a person does in their Telegram client: `/people/:personId/…`, and the files a chat shows. */
export function chatRoutes({ botApi, botToken, onPeopleChange }: ChatRoutesDeps): Hono {
  const personOf = (c: Context): number | undefined => {
    const id = Number(c.req.param("personId"));
    return botApi.people().find((person) => person.id === id)?.id;
  };

  const routes = new Hono();

  routes.use("/people/:personId/*", async (c, next) => {
    if (personOf(c) === undefined) return c.json({ error: "nobody with this id" }, 404);
    await next();
  });

  routes.post("/people/:personId/send", async (c) =>
    c.json({ messageId: botApi.send(personOf(c)!, await bodyOf(c, personSends)) }),
  );

  routes.post("/people/:personId/edit", async (c) => {
    const { messageId, text } = await bodyOf(c, edit);
    botApi.edit(personOf(c)!, messageId, text);
    return c.json({});
  });

  routes.post("/people/:personId/press", async (c) => {
    const { messageId, callbackData } = await bodyOf(c, press);
    const answer = await botApi.press(personOf(c)!, messageId, callbackData);
    return c.json(answer ?? { unanswered: true });
  });

  routes.post("/people/:personId/inline", async (c) => {
    const { query, offset } = await bodyOf(c, inline);
    return c.json((await botApi.typeInline(personOf(c)!, query, offset)) ?? { unanswered: true });
  });

  routes.post("/people/:personId/inline/send", async (c) =>
    c.json(botApi.sendInline(personOf(c)!, (await bodyOf(c, inlineChoice)).resultId)),
  );

  routes.post("/people/:personId/block", async (c) => {
    const { blocked } = await bodyOf(c, block);
    if (blocked) botApi.block(personOf(c)!);
    else botApi.unblock(personOf(c)!);
    return c.json({});
  });

  routes.post("/people/:personId/language", async (c) => {
    const { languageCode } = await bodyOf(c, language);
    botApi.setLanguage(personOf(c)!, languageCode);
    onPeopleChange();
    return c.json({});
  });

  routes.get("/files/:path{.+}", async (c) => {
    const path = c.req.param("path").split("/").map(encodeURIComponent).join("/");
    const answer = await botApi.fetch(new Request(`http://127.0.0.1/file/bot${botToken}/${path}`));
    const contentType = answer.headers.get("content-type") ?? "";
    const isPicture = /^image\/(?:png|jpeg|gif|webp)\b/.test(contentType);
    return new Response(answer.body, {
      status: answer.status,
      headers: {
        "content-type": isPicture ? contentType : "application/octet-stream",
        "content-disposition": isPicture ? "inline" : "attachment",
        "content-security-policy": "default-src 'none'; sandbox",
      },
    });
  });

  return routes;
}

/** The chat with its files under the page's own address: the page loads nothing from anywhere else. */
export const withFilesOfPage = (chat: ShownChat, botToken: string): ShownChat => ({
  ...chat,
  messages: chat.messages.map((message) => withFileOfPage(message, botToken)),
});

/** The same for one message. */
export function withFileOfPage<Message extends ShownMessage>(message: Message, botToken: string): Message {
  const prefix = `/file/bot${botToken}/`;
  const url = message.attachment?.url;
  if (!url || !URL.canParse(url, "http://127.0.0.1")) return message;
  const { pathname } = new URL(url, "http://127.0.0.1");
  if (!pathname.startsWith(prefix)) return message;
  const own = `/sandbox/api/files/${pathname.slice(prefix.length)}`;
  return { ...message, attachment: { ...message.attachment!, url: own } };
}
