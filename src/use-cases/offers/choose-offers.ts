import type { Database } from "../../db/database.ts";
import { firstHabitCheck } from "../../domain/habit.ts";
import type { Clock } from "../../ports/clock.ts";

/** Keeps what a chat wants to hear unprompted: offers, and the monthly look at its habits. */
export function createChooseOffers(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;
  const { chat } = database.prisma;

  return {
    async offers(id: bigint, wanted: boolean): Promise<void> {
      await chat.update({ where: { id }, data: { offers: wanted } });
    },
    /** It comes in the morning of the person's own time zone. */
    async habitCheck(id: bigint, wanted: boolean, timeZone: string): Promise<void> {
      const habitCheckDueAt = wanted ? firstHabitCheck(clock.now(), timeZone) : null;
      await chat.update({ where: { id }, data: { habitCheckDueAt } });
    },
  };
}

export type ChooseOffers = ReturnType<typeof createChooseOffers>;
