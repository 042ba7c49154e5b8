import { type Context, Hono } from "hono";
import { z } from "zod";
import { personSends, withFileOfPage } from "./chat-routes.ts";
import { type SampleDesk, type ShownDesk, sampleAgents } from "./desk.ts";
import { bodyOf } from "./page-guard.ts";

const send = z.object({
  what: personSends,
  threadId: z.int().optional(),
  replyToMessageId: z.int().optional(),
});
const press = z.object({ messageId: z.int(), callbackData: z.string().min(1) });

/** What an agent does in the support group: `/desk/:agentId/…`. */
export function deskRoutes({ desk }: { desk(): SampleDesk | undefined }): Hono {
  const agentOf = (c: Context): number | undefined =>
    sampleAgents.find(({ id }) => id === Number(c.req.param("agentId")))?.id;
  const routes = new Hono();

  routes.use("/desk/:agentId/*", async (c, next) => {
    if (agentOf(c) === undefined || !desk()) return c.json({ error: "no agent with this id" }, 404);
    await next();
  });
  routes.post("/desk/:agentId/send", async (c) => {
    const { what, ...where } = await bodyOf(c, send);
    return c.json({ messageId: desk()!.send(agentOf(c)!, what, where) });
  });
  routes.post("/desk/:agentId/press", async (c) => {
    const { messageId, callbackData } = await bodyOf(c, press);
    return c.json((await desk()!.press(agentOf(c)!, messageId, callbackData)) ?? { unanswered: true });
  });
  return routes;
}

/** The group with its files under the page's own address. */
export const deskOfPage = (shown: ShownDesk, botToken: string): ShownDesk => ({
  ...shown,
  messages: shown.messages.map((message) => withFileOfPage(message, botToken)),
});
