import { connect } from "node:net";
import Stripe from "stripe";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { messageFrom } from "../kit/odd.ts";
import type { Traveller } from "../kit/traveller.ts";
import { signLedger } from "../kit/usage-report.ts";
import { startWorld, type World } from "../kit/world.ts";

let database: TestDatabase;
let world: World;
let alice: Traveller;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database });
  alice = world.traveller();
  await alice.says("/start");
});
afterEach(() => world.stop());

const SECRET = { "x-telegram-bot-api-secret-token": "webhook-secret-of-the-tests" };
const STRIPE = "whsec_example";

async function post(
  path: string,
  body: string | Uint8Array | undefined,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${world.app.url}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers,
    ...(body !== undefined && { body: body as string }),
  });
  return { status: response.status, text: await response.text() };
}

const update = (id: number, text: string) =>
  JSON.stringify({ update_id: id, message: messageFrom(alice, { text }) });

const stripeSignature = (payload: string, secondsAgo = 0) =>
  Stripe.webhooks.generateTestHeaderString({
    payload,
    secret: STRIPE,
    timestamp: Math.floor(world.clock.now().getTime() / 1000) - secondsAgo,
  });

test.each([
  ["no secret", {}],
  ["a wrong secret", { "x-telegram-bot-api-secret-token": "wrong" }],
  ["one that begins right", { "x-telegram-bot-api-secret-token": "webhook-secret-of-the-tests-not" }],
])("an update with %s is turned away", async (_what, headers) => {
  const before = world.sandbox.botApi.calls().length;
  expect((await post("/webhooks/telegram", update(1, "/start"), headers as never)).status).toBe(401);
  await world.settled();
  expect(world.sandbox.botApi.calls()).toHaveLength(before);
});

test.each([
  ["no JSON", "{"],
  ["no object", "[1]"],
  ["null", "null"],
  ["no update", `{"message":{}}`],
  ["a strange id", `{"update_id":"../1","message":{}}`],
  ["a huge id", `{"update_id":1e300}`],
  ["nothing", ""],
])("with the right secret, %s is refused in so many words", async (_what, body) => {
  expect(await post("/webhooks/telegram", body, SECRET)).toEqual({ status: 400, text: "Not an update" });
});

test("an update with invalid UTF-8, a wrong content type or nothing in it is taken without harm", async () => {
  const broken = Buffer.concat([
    Buffer.from(update(1, "/help").replace(/"\/help".*$/s, '"')),
    Buffer.from([0xff, 0xfe, 0xc0]),
    Buffer.from(`"}}`),
  ]);
  expect((await post("/webhooks/telegram", broken, SECRET)).status).toBe(200);
  expect((await post("/webhooks/telegram", `{"update_id":2}`, SECRET)).status).toBe(200);
  expect((await post("/webhooks/telegram", `{"update_id":3,"message":{}}`, SECRET)).status).toBe(200);
  const typed = { ...SECRET, "content-type": "image/png" };
  expect((await post("/webhooks/telegram", update(4, "/start"), typed)).status).toBe(200);
  expect(alice.messages().filter(({ from }) => from === "bot")).toHaveLength(3);
});

test("the same update delivered three times at once and once more later is answered once", async () => {
  for (const [id, text] of [
    [1, "/balance"],
    [2, "/renew"],
    [3, "hello"],
  ] as const) {
    const before = alice.messages().length;
    const body = update(id, text);
    const statuses = await Promise.all([1, 2, 3].map(() => post("/webhooks/telegram", body, SECRET)));
    statuses.push(await post("/webhooks/telegram", body, SECRET));
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(alice.messages().length - before, text).toBe(1);
  }
});

test.each(["/webhooks/telegram", "/webhooks/stripe", "/webhooks/carriers/ledger"])(
  "%s: GET is not found, and two megabytes are too much",
  async (path) => {
    expect((await post(path, undefined)).status).toBe(404);
    const body = "x".repeat(2 * 1024 * 1024);
    expect((await post(path, body, SECRET)).status).toBe(413);
    const chunked = await fetch(`${world.app.url}${path}`, {
      method: "POST",
      headers: SECRET,
      body: new Blob([body]).stream(),
      duplex: "half",
    } as RequestInit);
    expect(chunked.status).toBe(413);
    expect((await post("/healthz", undefined)).text).toBe("alive");
  },
);

test("an unknown carrier is not found", async () => {
  for (const carrier of ["nobody", "__proto__", "airalo", "%00", "ledger%2F.."]) {
    expect((await post(`/webhooks/carriers/${carrier}`, "{}")).status, carrier).toBe(404);
  }
});

test("news of money is believed only with a fresh and true signature over the very bytes", async () => {
  const body = JSON.stringify({
    id: "evt_1",
    object: "event",
    type: "customer.created",
    data: { object: {} },
  });
  const good = stripeSignature(body);
  const send = (payload: string | Uint8Array, signature?: string) =>
    post("/webhooks/stripe", payload, signature === undefined ? {} : { "stripe-signature": signature });
  expect((await send(body, good)).status).toBe(200);
  expect((await send(body, good)).status).toBe(200);
  expect((await send(body)).status).toBe(400);
  expect((await send(body, "t=1,v1=00")).status).toBe(400);
  expect((await send(body, "")).status).toBe(400);
  expect((await send(`${body} `, good)).status).toBe(400);
  expect((await send(body, good.replace(/v1=./, "v1=g"))).status).toBe(400);
  expect((await send(body, stripeSignature(body, 301))).status).toBe(400);
  expect((await send("{", stripeSignature("{"))).status).toBeLessThan(500);
  expect((await send(new Uint8Array([0xff, 0xfe]), good)).status).toBe(400);
});

test("usage is booked only with a fresh and true signature", async () => {
  const body = JSON.stringify({ events: [] });
  const send = (payload: string | Uint8Array, signature?: string) =>
    post("/webhooks/carriers/ledger", payload, signature ? { "x-ledger-signature": signature } : {});
  const now = world.clock.now();
  expect((await send(body, signLedger(body, now))).status).toBe(200);
  expect((await send(body)).status).toBe(401);
  expect((await send(body, signLedger(body, new Date(+now - 301_000)))).status).toBe(401);
  expect(await send(body, signLedger(body, now, "another-secret-altogether"))).toMatchObject({ status: 401 });
  expect((await send(`${body} `, signLedger(body, now))).status).toBe(401);
  const garbage = new Uint8Array([0x7b, 0xff, 0xfe]);
  expect((await send(garbage, signLedger(garbage, now))).status).toBe(400);
});

test("half a request keeps nobody else waiting", async () => {
  const { hostname, port } = new URL(world.app.url);
  const slow = Array.from({ length: 40 }, () => {
    const socket = connect(Number(port), hostname);
    socket.on("error", () => {});
    socket.write("POST /webhooks/telegram HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n");
    socket.write(`x-telegram-bot-api-secret-token: ${Object.values(SECRET)[0]}\r\n\r\n{"upd`);
    return socket;
  });
  expect((await post("/webhooks/telegram", update(1, "/start"), SECRET)).status).toBe(200);
  expect(alice.messages().filter(({ from }) => from === "bot")).toHaveLength(2);
  for (const socket of slow) socket.destroy();
  await alice.says("/help");
  expect(alice.sees()).toContain("What I can do");
});
