import { nameIn } from "../../domain/plan.ts";
import {
  type DeskNote,
  joinTexts,
  type RelayContent,
  type RelayText,
  shorten,
  styled,
} from "../../domain/relay.ts";
import type { Localizer, MessageKey } from "../../i18n/localizer.ts";

const LONGEST_EXCERPT = 150;

/** What a customer wrote, as agents see it. */
export function forDesk(language: Localizer, content: RelayContent): RelayText {
  if (content.note) return styled(noteText(language, content.note), "italic");
  return withExcerpt(content);
}

/** What an agent wrote, as the customer sees it: under the agent's name. */
export function forCustomer(language: Localizer, content: RelayContent): RelayText {
  return joinTexts(
    [signature(language, content), withExcerpt(content)].filter(({ text }) => text !== ""),
    "\n",
  );
}

/** Who writes. */
export const signature = (language: Localizer, { author = "" }: RelayContent): RelayText =>
  styled(language.text("support.signature", { agent: author }), "bold");

/** In the thread that everybody shares: whose message it is. */
export const sharedHeading = (firstName: string, number: number): RelayText =>
  styled(`#${number} ${firstName}`, "bold");

function withExcerpt({ text, entities, excerpt }: RelayContent): RelayText {
  const words = { text, entities };
  if (excerpt === undefined) return words;
  return joinTexts([styled(shorten(excerpt, LONGEST_EXCERPT), "blockquote"), words], "\n");
}

/** One line, in the agents' language. */
export function noteText({ format, locale, text }: Localizer, note: DeskNote): string {
  switch (note.type) {
    case "about":
      return text("desk.note.about", { about: text(`support.subject.${note.about}` as MessageKey) });
    case "closed":
      return note.by === "" ? text("desk.note.closed_idle") : text("desk.note.closed", { by: note.by });
    case "not_delivered":
      return text(`desk.note.not_delivered_${note.why}`);
    case "snoozed":
      return text("desk.note.snoozed", { by: note.by, count: note.hours });
    case "helped":
      return text(`desk.note.helped_${note.what}`, { by: note.by, number: note.number });
    case "extended":
      return text("desk.note.extended", {
        by: note.by,
        plan: nameIn(note.plan, locale),
        days: format.days(note.days),
      });
    default: {
      const { type, ...values } = note;
      return text(`desk.note.${type}` as MessageKey, values);
    }
  }
}
