import type { Context } from "grammy";
import { parseEmail } from "../../domain/email.ts";
import { hearIccid, type IccidHeard } from "../../domain/iccid.ts";
import { parseCode } from "../../domain/login-code.ts";
import { looksLikePassword } from "../../domain/password.ts";

/** What a person can answer to "which address?", "which code?" and "which card?": each is understood at all. */
export type Heard =
  | { type: "email"; email: string }
  | { type: "code"; code: string }
  | IccidHeard
  | { type: "again" | "other" | "add" | "cancel" }
  | { type: "password" }
  | { type: "unclear" };

export const BUTTON = /^link:(again|other|add|cancel)$/;

/** Undefined for what is no answer at all: reactions, edits, other features' buttons. */
export function hear(ctx: Context): Heard | undefined {
  const pressed = BUTTON.exec(ctx.callbackQuery?.data ?? "");
  if (pressed) return { type: pressed[1] as "again" | "other" | "add" | "cancel" };
  if (!ctx.message) return undefined;
  const text = visible(ctx.message.text ?? ctx.message.caption ?? "");
  if (ctx.message.text !== undefined && looksLikePassword(text)) return { type: "password" };
  const email = emailIn(text);
  if (email !== undefined) return { type: "email", email };
  const code = parseCode(text);
  if (code !== undefined) return { type: "code", code };
  return hearIccid(text) ?? { type: "unclear" };
}

/** Without the marks that come along invisibly when something is pasted. */
const visible = (text: string): string => text.replace(/\p{Cf}/gu, "");

/** The address in a sentence ("my mail is anna@example.com."); undefined for none, and for several. */
function emailIn(text: string): string | undefined {
  const plain = text.normalize("NFKC");
  if (plain.length > 500 || plain.split("@").length !== 2) return undefined;
  const [candidate] = /[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+\w/.exec(plain) ?? [];
  return candidate && parseEmail(candidate);
}
