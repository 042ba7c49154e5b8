import { DAY_USED_UP, type NudgeRules, type NudgeTopic, type SaidNudge } from "./nudge.ts";
import { type NudgedCard, nudgeMoments, nudgeTruths } from "./nudge-truths.ts";
import { endOfQuiet } from "./quiet-hours.ts";
import { isWanted, type ReminderChoices } from "./reminder-choices.ts";

/** What there is to know about one card and one person before anything is said. */
export interface NudgeSituation extends NudgedCard {
  /** Of this card to this person. */
  said: readonly SaidNudge[];
  choices: ReminderChoices;
  /** The person wants to hear nothing of this card. */
  isMuted: boolean;
  /** When the person was last warned of anything, of whichever card. */
  lastSaidAt: Date | null;
  timeZone: string;
}

export type WhySilent = "off" | "muted" | "said" | "snoozed" | "quiet_hours" | "just_spoke";

export interface NudgeDecision {
  say: NudgeTopic[];
  /** When to look again if nothing changes before; null: never. */
  lookAt: Date | null;
  /** What is true and is not said (now). */
  silent: { topic: NudgeTopic; why: WhySilent }[];
}

/** Somebody who is woken for it must have so long to do something about it. */
const TIME_TO_ACT_MS = 60 * 60_000;

/**
 * What to say now, when to look again, and why the rest stays unsaid. Once something is said, whatever waits
 * only for a better moment is said with it: one message is less of a disturbance than two.
 */
export function decideNudges(situation: NudgeSituation, rules: NudgeRules, now: Date): NudgeDecision {
  const personal = { ...rules, levels: situation.choices.levels };
  const judged = nudgeTruths(situation, personal, now).map((topic) => judge(topic, situation, rules, now));
  const speaks = judged.some(({ silent }) => silent === undefined);
  const isSaid = ({ silent }: Judged) => !silent || (speaks && WAITS.includes(silent.why));
  const unsaid = judged.flatMap(({ topic, silent }) =>
    silent && !isSaid({ topic, silent }) ? [{ topic, ...silent }] : [],
  );
  const moments = [...unsaid.flatMap(({ until }) => until ?? []), ...nudgeMoments(situation, personal, now)];
  return {
    say: judged.filter(isSaid).map(({ topic }) => topic),
    lookAt: earliest(moments),
    silent: unsaid.map(({ topic, why }) => ({ topic, why })),
  };
}

interface Judged {
  topic: NudgeTopic;
  silent?: { why: WhySilent; until: Date | null };
}

/** Reasons that only put it off. */
const WAITS: WhySilent[] = ["quiet_hours", "just_spoke"];

function judge(topic: NudgeTopic, situation: NudgeSituation, rules: NudgeRules, now: Date): Judged {
  const { choices, isMuted, said, lastSaidAt, timeZone } = situation;
  const silent = (why: WhySilent, until: Date | null = null): Judged => ({ topic, silent: { why, until } });

  if (!isWanted(choices, topic.kind)) return silent("off");
  if (isMuted) return silent("muted");
  const known = said.filter((nudge) => speaksFor(nudge, topic));
  if (known.some(({ snoozedUntil }) => !snoozedUntil)) return silent("said");

  const morning = endOfQuiet(now, choices.quietHours, timeZone);
  const cannotWait = topic.cutOffAt && topic.cutOffAt.getTime() <= morning.getTime() + TIME_TO_ACT_MS;
  const snoozed = said.find(
    (nudge) => isAbout(nudge, topic) && nudge.snoozedUntil && nudge.snoozedUntil > now,
  );
  if (snoozed && (known.includes(snoozed) || !cannotWait)) return silent("snoozed", snoozed.snoozedUntil);
  if (morning > now && !cannotWait) return silent("quiet_hours", morning);
  const free = lastSaidAt && new Date(lastSaidAt.getTime() + rules.gapMinutes * 60_000);
  if (free && free > now && isPatient(topic) && !cannotWait) return silent("just_spoke", free);
  return { topic };
}

const isAbout = (nudge: SaidNudge, { kind, bundleId }: NudgeTopic) =>
  nudge.kind === kind && nudge.bundleId === bundleId;

/** Whoever heard of ten percent need not hear of twenty. */
function speaksFor(nudge: SaidNudge, topic: NudgeTopic): boolean {
  if (!isAbout(nudge, topic)) return false;
  const isOfDay = nudge.level === DAY_USED_UP || topic.level === DAY_USED_UP;
  return isOfDay ? nudge.level === topic.level : nudge.level <= topic.level;
}

/** A level that is reached is news at once; the rest keeps for some hours. */
const isPatient = ({ kind }: NudgeTopic) => kind !== "data" && kind !== "minutes";

const earliest = (moments: readonly Date[]): Date | null =>
  moments.length > 0 ? new Date(Math.min(...moments.map((moment) => moment.getTime()))) : null;
