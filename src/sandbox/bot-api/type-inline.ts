import type { InlineOffers, SharedMessage } from "../contracts.ts";
import { userOf } from "./chat-objects.ts";
import type { InlineAnswer } from "./inline-queries.ts";
import { findPerson } from "./person.ts";
import { storeMessage } from "./post-message.ts";
import { createChatRecord } from "./state.ts";
import type { World } from "./world.ts";

const ANSWER_WITHIN_MS = 10_000;
const LONGEST_QUERY = 256;

/** A person types `@bot query` and, if they like an offer, sends it. */
export function createInlineActions(world: World) {
  const offersByPerson = new Map<number, InlineAnswer>();
  let asked = 0;

  return {
    async type(personId: number, query: string, offset = ""): Promise<InlineOffers | undefined> {
      if (!world.inline.isOn) throw new Error("Inline mode is off: clients do not ask this bot");
      asked += 1;
      const id = String(5_600_000_000_000_000 + asked);
      const answered = world.inline.wait(id, ANSWER_WITHIN_MS);
      world.updates.emit("inline_query", {
        id,
        from: userOf(findPerson(world, personId)),
        query: query.slice(0, LONGEST_QUERY),
        offset,
        chat_type: "private",
      });
      const answer = await answered;
      if (!answer) return undefined;
      const before = offset === "" ? [] : (offersByPerson.get(personId)?.results ?? []);
      offersByPerson.set(personId, { ...answer, results: [...before, ...answer.results] });
      return {
        offers: answer.results.map(({ id: resultId, title, description }) => ({
          id: resultId,
          title,
          description,
        })),
        nextOffset: answer.nextOffset,
        button: answer.button,
      };
    },

    /** Into a chat that the bot is not in; answers what its reader sees there. */
    send(personId: number, resultId: string): SharedMessage {
      const result = offersByPerson.get(personId)?.results.find(({ id }) => id === resultId);
      if (!result) throw new Error(`Nothing with id ${resultId} was offered to person ${personId}`);
      const elsewhere = createChatRecord(-personId, "group", "Friends", [personId]);
      const message = storeMessage(world, elsewhere, {
        from: userOf(findPerson(world, personId)),
        ...result.content,
        reply_markup: result.markup,
      });
      const rows = result.markup?.inline_keyboard ?? [];
      return {
        text: message.text ?? "",
        entities: (message.entities ?? []).map(({ type, offset, length, url }) => ({
          ...{ type, offset, length },
          ...(url !== undefined && { url }),
        })),
        buttons: rows.map((row) => row.map(({ text, url }) => ({ text, ...(url && { url }) }))),
      };
    },
  };
}
