import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { alice, listen, openBotApi, serveBotApi, signal, token } from "./bot-api-world.ts";

let world: ReturnType<typeof openBotApi>;

beforeEach(async () => {
  world = openBotApi();
  await world.withAlice();
});
afterEach(() => world.api.close());

const say = (text: string) => world.api.send(alice.id, { kind: "text", text });

describe("polling", () => {
  test("gives updates in order until an offset confirms them", async () => {
    for (const text of ["a", "b", "c"]) say(text);
    const first = await world.result("getUpdates", { limit: 2 });
    expect(first.map(({ message }: { message: { text: string } }) => message.text)).toEqual(["a", "b"]);
    expect(first[1].update_id).toBe(first[0].update_id + 1);
    const rest = await world.result("getUpdates", { offset: first[1].update_id + 1 });
    expect(rest).toHaveLength(1);
    let idle = false;
    const settled = world.api.idle().then(() => {
      idle = true;
    });
    expect(idle).toBe(false);
    expect(await world.result("getUpdates", { offset: rest[0].update_id + 1 })).toEqual([]);
    await settled;
  });

  test("wakes a waiting poll at once", async () => {
    const waiting = world.result("getUpdates", { timeout: 30 });
    say("wake up");
    expect(await waiting).toMatchObject([{ message: { text: "wake up" } }]);
  });

  test("a negative offset keeps only the newest", async () => {
    for (const text of ["a", "b", "c"]) say(text);
    expect(await world.result("getUpdates", { offset: -1 })).toMatchObject([{ message: { text: "c" } }]);
    expect(await world.result("getUpdates")).toHaveLength(1);
  });

  test("a second poll ends the first with 409, and so does a webhook", async () => {
    const first = world.call("getUpdates", { timeout: 30 });
    const second = world.call("getUpdates", { timeout: 30 });
    expect(await first).toMatchObject({
      error_code: 409,
      description:
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    });
    await world.result("setWebhook", { url: "http://127.0.0.1:9/" });
    expect(await second).toMatchObject({ error_code: 409 });
    expect((await world.call("getUpdates")).description).toBe(
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  });

  test("closing ends a waiting poll", async () => {
    const waiting = world.result("getUpdates", { timeout: 50 });
    await world.result("getMe");
    await world.api.close();
    expect(await waiting).toEqual([]);
    expect(await world.call("getUpdates", { timeout: 50 })).toMatchObject({ error_code: 502 });
  });

  test("a poller that hangs up loses nothing", async () => {
    const server = await serveBotApi(world.api);
    const controller = new AbortController();
    const poll = fetch(`${server.url}/bot${token}/getUpdates?timeout=30`, { signal: controller.signal });
    controller.abort();
    await expect(poll).rejects.toThrow();
    say("still here");
    const response = await fetch(`${server.url}/bot${token}/getUpdates?timeout=30`);
    expect(await response.json()).toMatchObject({ result: [{ message: { text: "still here" } }] });
    await server.close();
  });

  test("only the kinds asked for are queued, and the choice is remembered", async () => {
    const kinds = async () => {
      const updates: Record<string, unknown>[] = await world.result("getUpdates");
      await world.result("getUpdates", { offset: 2 ** 40 });
      return updates.map((update) => Object.keys(update).find((key) => key !== "update_id"));
    };
    const everything = () => {
      const messageId = say("x");
      world.api.edit(alice.id, messageId, "y");
      world.api.react(alice.id, messageId, "👍");
    };
    everything();
    expect(await kinds()).toEqual(["message", "edited_message"]);
    await world.result("getUpdates", { allowed_updates: ["message_reaction"] });
    everything();
    expect(await kinds()).toEqual(["message_reaction"]);
    await world.result("getUpdates", { allowed_updates: [] });
    everything();
    expect(await kinds()).toEqual(["message", "edited_message"]);
    expect(await world.call("getUpdates", { allowed_updates: ["messages"] })).toMatchObject({
      error_code: 400,
    });
  });

  test("a raw update is queued as it is, with an id", async () => {
    world.api.inject({ poll: { id: "1" } });
    expect(await world.result("getUpdates")).toEqual([{ update_id: expect.any(Number), poll: { id: "1" } }]);
  });
});

describe("a webhook", () => {
  interface Delivery {
    update: { update_id: number; message: { text: string } };
    secret: string | undefined;
    response: ServerResponse;
  }
  let endpoint: Awaited<ReturnType<typeof listen>>;
  let onDelivery: (delivery: Delivery) => void;
  let deliveries: Delivery[];

  beforeEach(async () => {
    deliveries = [];
    onDelivery = ({ response }) => response.end();
    endpoint = await listen(async (request: IncomingMessage, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const update = JSON.parse(Buffer.concat(chunks).toString());
      const secret = request.headers["x-telegram-bot-api-secret-token"] as string | undefined;
      deliveries.push({ update, secret, response });
      onDelivery({ update, secret, response });
    });
  });
  afterEach(() => endpoint.close());

  const hook = (params: object = {}) =>
    world.result("setWebhook", { url: `${endpoint.url}/hook`, ...params });

  test("gets what was pending, with the secret, and idle waits for its answer", async () => {
    say("before");
    await hook({ secret_token: "s3-cret_" });
    say("after");
    await world.api.idle();
    expect(deliveries.map(({ update, secret }) => [update.message.text, secret]).toSorted()).toEqual([
      ["after", "s3-cret_"],
      ["before", "s3-cret_"],
    ]);
    expect(await world.result("getWebhookInfo")).toMatchObject({
      url: `${endpoint.url}/hook`,
      pending_update_count: 0,
      max_connections: 40,
    });
  });

  test("gets several updates at once, but no more than max_connections", async () => {
    const third = signal();
    onDelivery = () => {
      if (deliveries.length === 3) third.give();
    };
    await hook({ max_connections: 3 });
    for (const text of ["a", "b", "c", "d", "e"]) say(text);
    await third.given;
    expect(deliveries.map(({ update }) => update.message.text).toSorted()).toEqual(["a", "b", "c"]);
    onDelivery = ({ response }) => response.end();
    for (const { response } of deliveries.slice()) response.end();
    await world.api.idle();
    expect(deliveries).toHaveLength(5);
  });

  test("gets an update again until it answers 2xx", async () => {
    onDelivery = ({ response }) => {
      if (deliveries.length === 1) return response.destroy();
      response.statusCode = deliveries.length === 2 ? 500 : 204;
      response.end();
    };
    await hook();
    say("again");
    await world.api.idle();
    expect(new Set(deliveries.map(({ update }) => update.update_id)).size).toBe(1);
    expect(deliveries).toHaveLength(3);
    expect((await world.result("getWebhookInfo")).last_error_message).toBe(
      "Wrong response from the webhook: 500",
    );
  });

  test("may answer with a method call", async () => {
    onDelivery = ({ response }) =>
      response.end(JSON.stringify({ method: "sendMessage", chat_id: alice.id, text: "in the answer" }));
    await hook();
    say("hi");
    await world.api.idle();
    expect(world.api.chat(alice.id).messages.at(-1)?.text).toBe("in the answer");
  });

  test("that moves gets what was not delivered", async () => {
    world = openBotApi({ webhookRetryMs: 60_000 });
    await world.withAlice();
    const nowhere = await listen(() => undefined);
    await nowhere.close();
    await world.result("setWebhook", { url: nowhere.url });
    say("waiting");
    await hook();
    await world.api.idle();
    expect(deliveries.at(-1)?.update.message.text).toBe("waiting");
  });

  test("is refused with a wrong address or secret", async () => {
    const refused: [object, string][] = [
      [{ url: "http://bot.example.com/" }, "bad webhook: An HTTPS URL must be provided for webhook"],
      [
        { url: "https://bot.example.com:3000/" },
        "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
      ],
      [{ url: "https://bot/" }, "bad webhook: Failed to resolve host: Name or service not known"],
      [{ url: "bot" }, "bad webhook: invalid HTTPS URL specified"],
      [{ url: endpoint.url, secret_token: "a b" }, "secret token contains unallowed characters"],
      [{ url: endpoint.url, secret_token: "x".repeat(257) }, "secret token contains unallowed characters"],
      [{ url: endpoint.url, max_connections: 101 }, "max_connections must be between 1 and 100"],
    ];
    for (const [params, description] of refused) {
      expect((await world.call("setWebhook", params)).description).toBe(`Bad Request: ${description}`);
    }
    expect(await world.call("setWebhook", { url: "https://bot.example.com:8443/hook" })).toEqual({
      ok: true,
      result: true,
      description: "Webhook was set",
    });
    expect(await world.call("deleteWebhook")).toMatchObject({ description: "Webhook was deleted" });
  });
});
