import type { InlineButton, PersonSends, ShownMessage } from "../../src/sandbox/contracts.ts";
import type { World } from "./world.ts";

/** A person with the chat open: speaks, presses, and sees what is on the screen. */
export interface Traveller {
  id: number;
  /** Writes a message and waits until everything it caused has happened. */
  says(text: string): Promise<void>;
  /** Sends a photo, a sticker, a voice message, … */
  sends(what: PersonSends): Promise<void>;
  /**
   * Presses the newest button whose label contains `label`, wherever it stands in the chat, and waits.
   * Answers the toast that came back, if any. Throws when nobody shows such a button.
   */
  presses(label: string): Promise<string | undefined>;
  /** Presses raw callback data on a message, as an old or forged client can. */
  pressesRaw(messageId: number, callbackData: string): Promise<string | undefined>;
  /** The bot's newest message. */
  screen(): ShownMessage;
  /** The text of the bot's newest message. */
  sees(): string;
  /** Labels on the newest message, row by row. */
  buttons(): string[][];
  /** Every message of the chat, oldest first. */
  messages(): ShownMessage[];
  /** The newest button with such a label, wherever it stands. */
  button(label: string): (InlineButton & { messageId: number }) | undefined;
  blocks(): void;
  unblocks(): void;
}

export function createTraveller(id: number, world: World): Traveller {
  const { botApi } = world.sandbox;
  const messages = () => botApi.chat(id).messages;

  const button: Traveller["button"] = (label) => {
    for (const message of messages().toReversed()) {
      for (const candidate of message.buttons.flat()) {
        if (candidate.text.includes(label)) return { ...candidate, messageId: message.messageId };
      }
    }
    return undefined;
  };
  const screen = () => {
    const newest = messages().findLast(({ from }) => from === "bot");
    if (!newest) throw new Error("The bot has said nothing yet");
    return newest;
  };

  const traveller: Traveller = {
    id,
    async says(text) {
      botApi.send(id, { kind: "text", text });
      await world.settled();
    },
    async sends(what) {
      botApi.send(id, what);
      await world.settled();
    },
    async presses(label) {
      const found = button(label);
      if (!found?.callbackData) {
        throw new Error(
          `No button "${label}" to press. On the screen:\n${screen().text}\n${JSON.stringify(traveller.buttons())}`,
        );
      }
      return traveller.pressesRaw(found.messageId, found.callbackData);
    },
    async pressesRaw(messageId, callbackData) {
      const answer = await botApi.press(id, messageId, callbackData);
      await world.settled();
      return answer?.text;
    },
    screen,
    sees: () => screen().text,
    buttons: () => screen().buttons.map((row) => row.map(({ text }) => text)),
    messages,
    button,
    blocks: () => botApi.block(id),
    unblocks: () => botApi.unblock(id),
  };
  return traveller;
}
