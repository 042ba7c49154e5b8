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
  const buttons = await standIn.buttons();
  const draftOf = (person: Person): string => {
    const number = buttons
      .get(person.id)
      ?.find((data) => data.startsWith("renew:to:"))
      ?.split(":")[2];
    if (!number) throw new Error("Nobody was asked where they are going");
    return number;
  };
  const numbers = new Map(people.map((person) => [person.id, draftOf(person)]));
  let step = 0;
  return {
    name: "(b) renewal step",
    nextUpdate: inTurn((person) => {
      const country = Math.floor(step++ / people.length) % 2 ? "KR" : "JP";
      return presses(person, `renew:to:${numbers.get(person.id)}:${country}`);
    }),
  };
}
