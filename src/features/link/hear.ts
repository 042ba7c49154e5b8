import type { Context } from "grammy";
import { parseEmail } from "../../domain/email.ts";
import { parseCode } from "../../domain/login-code.ts";

/** What a person can answer to "which address?" and "which code?": either is understood at both. */
export type Heard =
  | { type: "email"; email: string }
  | { type: "code"; code: string }
  | { type: "again" | "other" | "cancel" }
  | { type: "unclear" };

export const BUTTON = /^link:(again|other|cancel)$/;

/** Undefined for what is no answer at all: reactions, edits, other features' buttons. */
export function hear(ctx: Context): Heard | undefined {
  const pressed = BUTTON.exec(ctx.callbackQuery?.data ?? "");
  if (pressed) return { type: pressed[1] as "again" | "other" | "cancel" };
  if (!ctx.message) return undefined;
  const text = visible(ctx.message.text ?? ctx.message.caption ?? "");
  const email = emailIn(text);
  if (email !== undefined) return { type: "email", email };
  const code = parseCode(text);
  return code === undefined ? { type: "unclear" } : { type: "code", code };
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
