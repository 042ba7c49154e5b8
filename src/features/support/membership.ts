import type { Clock } from "../../ports/clock.ts";
import type { AgentRole, Relay } from "../../ports/relay.ts";

const REMEMBERED_MS = 5 * 60_000;
const MOST_REMEMBERED = 1_000;

export interface Membership {
  /** What somebody is in the support group: asked of Telegram, and remembered for five minutes. */
  roleOf(userId: number): Promise<AgentRole>;
  /** Telegram says that something changed. */
  forget(userId: number): void;
}

export function createMembership(deps: {
  relay: Pick<Relay, "roleOf">;
  clock: Clock;
  supportChatId: bigint;
}): Membership {
  const { relay, clock, supportChatId } = deps;
  const roles = new Map<number, { role: AgentRole; until: number }>();

  return {
    async roleOf(userId) {
      const now = +clock.now();
      const known = roles.get(userId);
      if (known && known.until > now) return known.role;
      const role = await relay.roleOf(supportChatId, userId);
      if (roles.size >= MOST_REMEMBERED) roles.clear();
      roles.set(userId, { role, until: now + REMEMBERED_MS });
      return role;
    },
    forget: (userId) => void roles.delete(userId),
  };
}
