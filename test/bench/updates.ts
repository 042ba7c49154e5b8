/** The people of the benchmark: each is linked, has one card and one plan in force. */
export const people = Array.from({ length: 500 }, (_, index) => ({
  id: 7_000_000_001 + index,
  is_bot: false,
  first_name: "Alice",
  language_code: "en",
}));

export type Person = (typeof people)[number];

let updateId = 1;
let nextMessageId = 1;

/** An update in which a person writes `text`, as Telegram posts it. */
export function says(person: Person, text: string): string {
  const command = /^\/\w+/.exec(text)?.[0];
  return JSON.stringify({
    update_id: updateId++,
    message: {
      ...heading(person),
      text,
      ...(command && { entities: [{ type: "bot_command", offset: 0, length: command.length }] }),
    },
  });
}

/** An update in which a person presses a button of that message. */
export function presses(person: Person, messageId: number, data: string): string {
  return JSON.stringify({
    update_id: updateId++,
    callback_query: {
      id: String(updateId),
      from: person,
      chat_instance: "1",
      data,
      message: { ...heading(person), message_id: messageId, text: "…" },
    },
  });
}

const heading = (person: Person) => ({
  message_id: nextMessageId++,
  date: Math.floor(Date.now() / 1000),
  chat: { id: person.id, type: "private", first_name: person.first_name },
  from: person,
});

/** One update after the other, each of the next person's. */
export function inTurn(update: (person: Person) => string): () => string {
  let turn = 0;
  return () => update(people[turn++ % people.length]!);
}
