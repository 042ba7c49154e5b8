import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPageWorld, type PageWorld, pageToken } from "../kit/sandbox-page.ts";

let world: PageWorld;
beforeEach(async () => {
  world = await openPageWorld();
});
afterEach(() => world.close());

const alice = () => world.botApi.people()[0]!;

/** What the bot would call; answers the result. */
async function bot<T>(method: string, params: Record<string, unknown> = {}): Promise<T> {
  const response = await fetch(`${world.origin}/bot${pageToken}/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(params),
  });
  return ((await response.json()) as { result: T }).result;
}

function post(path: string, body: unknown, headers: Record<string, string> = { "x-sandbox-page": "1" }) {
  return fetch(`${world.origin}/sandbox/api/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers,
  });
}

/** Reads the page's event stream until `isEnough`; answers the events by name, newest last. */
async function follow() {
  const aborter = new AbortController();
  const response = await fetch(`${world.origin}/sandbox/api/events`, { signal: aborter.signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  return {
    async next(name: string, isIt: (data: never) => boolean = () => true) {
      for (;;) {
        for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
          const [event, data] = rest.slice(0, end).split("\n");
          rest = rest.slice(end + 2);
          if (event !== `event: ${name}` || !data) continue;
          const parsed = JSON.parse(data.slice("data: ".length));
          if (isIt(parsed as never)) return parsed;
        }
        const { value, done } = await reader.read();
        if (done) throw new Error("the stream ended");
        rest += value;
      }
    },
    close: () => aborter.abort(),
  };
}

describe("the page", () => {
  it("comes with its files under a policy that lets nothing else in", async () => {
    const page = await fetch(`${world.origin}/`);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'self'");
    const html = await page.text();
    expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
    for (const [, path] of html.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
      expect((await fetch(world.origin + path)).status, path).toBe(200);
    }
  });

  it("gives no file but its own", async () => {
    for (const name of ["..%2findex.ts", "%2e%2e%2fpanel.ts", "index.html", "nothing.js"]) {
      expect((await fetch(`${world.origin}/sandbox/page/${name}`)).status, name).toBe(404);
    }
  });

  it.each([
    ["127.0.0.1:3000", 200],
    ["localhost:3000", 200],
    ["[::1]:3000", 200],
    ["evil.example:3000", 403],
    ["127.0.0.1.evil.example", 403],
  ])("answers %s with %i", async (host, status) => {
    for (const path of ["/", "/sandbox/api/events"]) {
      const response = await world.fetch(new Request(`http://127.0.0.1${path}`, { headers: { host } }));
      expect(response.status).toBe(status);
      await response.body?.cancel();
    }
  });

  it("takes changes from itself only", async () => {
    const say = { kind: "text", text: "hello" };
    const path = `people/${alice().id}/send`;
    expect((await post(path, say, {})).status).toBe(403);
    expect((await post(path, say, { "x-sandbox-page": "1", origin: "http://evil.example" })).status).toBe(
      403,
    );
    expect(world.botApi.chat(alice().id).messages).toEqual([]);
    expect((await post(path, say)).status).toBe(200);
  });

  it("is told everything once, then only what changed", async () => {
    world.botApi.send(alice().id, { kind: "text", text: "first" });
    const events = await follow();
    const people = await events.next("people");
    expect(people.people[0]).toMatchObject({ firstName: "Alice", email: "alice@example.com" });
    expect(await events.next("panel")).toMatchObject({ carrier: "ok", cards: [{ label: "Alice travel" }] });
    const opening = await events.next("chat", (chat: { chatId: number }) => chat.chatId === alice().id);
    expect(opening.changed).toMatchObject([{ text: "first" }]);

    await bot("sendMessage", { chat_id: alice().id, text: "second" });
    const news = await events.next("chat", (chat: { changed: unknown[] }) => chat.changed.length > 0);
    expect(news.changed).toMatchObject([{ text: "second", from: "bot" }]);
    expect(news.messageIds).toEqual([opening.messageIds[0], news.changed[0].messageId]);

    await bot("deleteMessage", { chat_id: alice().id, message_id: news.changed[0].messageId });
    const gone = await events.next("chat", (chat: { messageIds: number[] }) => chat.messageIds.length === 1);
    expect(gone.changed).toEqual([]);
    events.close();
  });
});

describe("a person on the page", () => {
  it("writes, edits, blocks and changes language", async () => {
    const { id } = alice();
    const sent = await post(`people/${id}/send`, { kind: "text", text: "helo" });
    const { messageId } = (await sent.json()) as { messageId: number };
    await post(`people/${id}/edit`, { messageId, text: "hello" });
    await post(`people/${id}/send`, { kind: "sticker" });
    expect(world.botApi.chat(id).messages.map(({ text }) => text)).toEqual(["hello", "👍"]);
    await post(`people/${id}/language`, { languageCode: "zh-hans" });
    expect(alice().languageCode).toBe("zh-hans");
    await post(`people/${id}/language`, {});
    expect(alice().languageCode).toBeUndefined();
    await post(`people/${id}/block`, { blocked: true });
    expect(world.botApi.chat(id).blocked).toBe(true);
  });

  it("gets the bot's answer to a button", async () => {
    const { id } = alice();
    world.botApi.send(id, { kind: "text", text: "/start" });
    const reply_markup = { inline_keyboard: [[{ text: "Go", callback_data: "go" }]] };
    const sent = await bot<{ message_id: number }>("sendMessage", { chat_id: id, text: "?", reply_markup });
    const answer = post(`people/${id}/press`, { messageId: sent.message_id, callbackData: "go" });
    const updates = await bot<{ callback_query?: { id: string } }[]>("getUpdates", {
      timeout: 5,
      offset: -1,
    });
    const queryId = updates.at(-1)?.callback_query?.id;
    await bot("answerCallbackQuery", { callback_query_id: queryId, text: "Going", show_alert: true });
    expect(await (await answer).json()).toMatchObject({ text: "Going", showAlert: true });
  });

  it.each([
    ["send", { kind: "text", text: "" }, 400],
    ["send", { kind: "shout", text: "hey" }, 400],
    ["edit", { messageId: 999, text: "nobody wrote this" }, 409],
    ["press", { messageId: "one" }, 400],
  ])("is told what is wrong with %s %j", async (what, body, status) => {
    const response = await post(`people/${alice().id}/${what}`, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: expect.stringMatching(/\w/) });
  });

  it("must be somebody", async () => {
    expect((await post("people/42/send", { kind: "text", text: "hi" })).status).toBe(404);
  });

  it("sees files of the chat under the page's own address", async () => {
    world.botApi.send(alice().id, { kind: "photo" });
    const events = await follow();
    const { changed } = await events.next("chat", (chat: { changed: unknown[] }) => chat.changed.length > 0);
    expect(changed[0].attachment.url).toMatch(/^\/sandbox\/api\/files\//);
    const file = await fetch(world.origin + changed[0].attachment.url);
    expect(file.headers.get("content-type")).toBe("image/png");
    expect(file.headers.get("content-security-policy")).toContain("sandbox");
    events.close();
  });
});

describe("the panel", () => {
  it("uses cards, lets time pass and makes weather", async () => {
    const events = await follow();
    const before = await events.next("panel");
    const usage = { iccid: "8981100000000004417", kind: "data", amount: 900 * 2 ** 20, country: "JP" };
    expect(await (await post("panel/usage", usage)).json()).toEqual({ status: 200 });
    expect(world.reported).toEqual([usage]);

    await post("panel/time", { ms: 3_600_000 });
    const later = await events.next("panel", (panel: { now: number }) => panel.now >= before.now + 3_600_000);
    expect(later.now).toBeLessThan(before.now + 3_660_000);

    await post("panel/carrier", { mood: "slow" });
    await post("panel/mail", { mood: "refuses" });
    await post("panel/webhooks", { mood: "lost" });
    expect(world.moods).toEqual({ carrier: "slow", mail: "refuses" });
    const mood = await events.next("panel", (panel: { webhooks: string }) => panel.webhooks === "lost");
    expect(mood).toMatchObject({ carrier: "slow", mail: "refuses" });

    await post("panel/fault", { code: 500 });
    expect(await bot("getMe")).toBeUndefined();
    expect(await bot("getMe")).toMatchObject({ is_bot: true });
    events.close();
  });

  it.each([
    ["usage", { iccid: "1", kind: "data", amount: -1 }],
    ["time", { ms: 0 }],
    ["carrier", { mood: "sunny" }],
    ["fault", { code: 418 }],
  ])("refuses a senseless %s", async (what, body) => {
    expect((await post(`panel/${what}`, body)).status).toBe(400);
  });
});

describe("the mailbox", () => {
  it("shows mails newest first and their HTML where it can do nothing", async () => {
    world.deliverMail({ subject: "older", text: "one" });
    const events = await follow();
    world.deliverMail({ subject: "newer", text: "two", html: "<script>alert(1)</script><b>two</b>" });
    const mails = await events.next("mails", (all: unknown[]) => all.length === 2);
    expect(mails).toMatchObject([
      { subject: "newer", hasHtml: true },
      { subject: "older", hasHtml: false },
    ]);
    const html = await fetch(`${world.origin}/sandbox/api/mails/${mails[0].id}/html`);
    expect(html.headers.get("content-security-policy")).toMatch(/default-src 'none'.*sandbox/);
    await post("mails/clear", {});
    expect(await events.next("mails")).toEqual([]);
    events.close();
  });
});
