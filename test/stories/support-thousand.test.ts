import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { BotApiStandIn } from "../../src/sandbox/bot-api/index.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { DESK_ID, type Desk, openDesk } from "../kit/desk.ts";
import type { Traveller } from "../kit/traveller.ts";
import { startWorld, type World } from "../kit/world.ts";

const ROUNDS = 10;
const PER_ROUND = 100;

let database: TestDatabase;
let world: World;
let botApi: BotApiStandIn;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database, transport: "polling", settings: { SUPPORT_CHAT_ID: DESK_ID } });
  botApi = world.sandbox.botApi as BotApiStandIn;
});
afterEach(() => world.stop());

/** Every message says its own number; what else there is in between does not count. */
const numbersIn = (texts: (string | undefined)[]) =>
  texts.flatMap((text) => [...(text ?? "").matchAll(/№(\w+)/g)].map(([, number]) => number!));
const once = (numbers: string[]) => [...new Set(numbers)];

test("a thousand mixed messages both ways, with restarts and lost answers in between: in order, none lost", async () => {
  const desk = openDesk(world);
  const mia = desk.agent("Mia");
  const people = [world.traveller(), world.traveller({ firstName: "Bo" })];
  const topics: number[] = [];
  for (const person of people) {
    await person.says("/support");
    await person.says("Help");
    topics.push(desk.topics().at(-1)!.threadId);
    await mia.says("Hello", { topic: topics.at(-1)! });
  }
  const sent = people.map(() => ({ toDesk: [] as string[], toCustomer: [] as string[] }));
  let lostAnswers = 0;

  for (let round = 0; round < ROUNDS; round++) {
    for (let index = 0; index < PER_ROUND; index++) {
      const who = index % 2;
      const toDesk = index % 4 < 2;
      const number = `${toDesk ? "d" : "c"}${who}x${round}x${index}`;
      sent[who]![toDesk ? "toDesk" : "toCustomer"].push(number);
      say(desk, people[who]!, mia.id, topics[who]!, toDesk, `№${number}`, index);
    }
    if (round % 3 === 1) {
      // The answer to a message that was sent is lost, as when the process dies in that moment.
      for (const method of ["sendMessage", "copyMessage"]) {
        botApi.addFault({ method, code: "drop", afterTheFact: true });
        lostAnswers++;
      }
    }
    if (round % 2 === 1) await world.restart();
    await world.settled();
    world.clock.advance(5_000);
    await world.settled();
  }

  let doubled = 0;
  for (const [who, person] of people.entries()) {
    const inTopic = numbersIn(desk.messages(topics[who]).map(({ text, caption }) => text ?? caption));
    const inChat = numbersIn(
      person
        .messages()
        .filter(({ from }) => from === "bot")
        .map(({ text }) => text),
    );
    expect(once(inTopic).filter((number) => number.startsWith("d"))).toEqual(sent[who]!.toDesk);
    expect(once(inChat)).toEqual(sent[who]!.toCustomer);
    doubled += inChat.length - once(inChat).length;
    // Texts that waited left as one message, and may have come twice as one.
    const seen = new Set<string>();
    for (const { text, caption } of desk.messages(topics[who])) {
      const numbers = numbersIn([text ?? caption]);
      if (numbers.some((number) => seen.has(number))) doubled++;
      for (const number of numbers) seen.add(number);
    }
  }
  expect(doubled).toBeLessThanOrEqual(lostAnswers);
  expect(desk.topics()).toHaveLength(2);
}, 240_000);

function say(
  desk: Desk,
  person: Traveller,
  agentId: number,
  threadId: number,
  toDesk: boolean,
  text: string,
  index: number,
): void {
  const isPicture = index % 10 >= 8;
  const what = isPicture ? ({ kind: "photo", caption: text } as const) : ({ kind: "text", text } as const);
  if (toDesk) botApi.send(person.id, what);
  else botApi.sendToGroup(agentId, desk.chatId, what, { threadId });
}
