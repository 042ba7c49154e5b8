import type { Load } from "./load.ts";
import type { StandIn } from "./place.ts";
import { inTurn, type Person, people, presses, says } from "./updates.ts";

/** Something people do over and over. */
export interface Scenario {
  name: string;
  nextUpdate: () => string;
}

export const balance: Scenario = {
  name: "(a) balance check",
  nextUpdate: inTurn((person) => says(person, "/balance")),
};

export const echo = (name: string): Scenario => ({
  name,
  nextUpdate: inTurn((person) => says(person, "hello there")),
});

/**
 * Everybody begins a renewal and then changes their mind, again and again, about where they are going: the
 * talk is resumed, the choice is written into the draft, and the plans of that country are shown in place of
 * the last ones.
 */
export async function renewal(load: Load, standIn: StandIn): Promise<Scenario> {
  for (const person of people) await load.post(says(person, "/renew"));
  const panels = await standIn.panels();
  const draftOf = (person: Person) => {
    const { messageId, buttons = [] } = panels.get(person.id) ?? {};
    const number = buttons.find((data) => data.startsWith("renew:to:"))?.split(":")[2];
    if (!number) throw new Error("Nobody was asked where they are going");
    return { messageId: messageId!, number };
  };
  const drafts = new Map(people.map((person) => [person.id, draftOf(person)]));
  let step = 0;
  return {
    name: "(b) renewal step",
    nextUpdate: inTurn((person) => {
      const { messageId, number } = drafts.get(person.id)!;
      const country = Math.floor(step++ / people.length) % 2 ? "KR" : "JP";
      return presses(person, messageId, `renew:to:${number}:${country}`);
    }),
  };
}
