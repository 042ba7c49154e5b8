import { html } from "hono/html";
import type { Localizer } from "../i18n/localizer.ts";
import type { Markup } from "./page.ts";

/** What was wrong with what was sent, at its field where it has one. */
export interface Trouble {
  text: string;
  field?: "email" | "password" | "repeat";
}

/** Said at once by a screen reader, and joined to its field by `aria-describedby`. */
const troubleBox = (trouble: Trouble | undefined): Markup =>
  trouble ? html`<p class="trouble" id="trouble" role="alert">${trouble.text}</p>` : html``;

interface Field {
  name: "email" | "password" | "repeat";
  type: "email" | "password";
  label: string;
  autocomplete: "username" | "current-password" | "new-password";
  value?: string;
  hint?: string;
}

function input(field: Field, trouble: Trouble | undefined): Markup {
  const { name, type, label, autocomplete, value, hint } = field;
  const isWrong = trouble?.field === name;
  const described = [...(isWrong ? ["trouble"] : []), ...(hint === undefined ? [] : [`${name}-hint`])];
  return html`<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" required maxlength="256"
 autocapitalize="none" autocorrect="off" spellcheck="false"${value === undefined ? "" : html` value="${value}"`}${isWrong ? html` aria-invalid="true"` : ""}${described.length === 0 ? "" : html` aria-describedby="${described.join(" ")}"`}>
${hint === undefined ? "" : html`<p class="hint" id="${name}-hint">${hint}</p>`}`;
}

/** E-mail and password, and before them whom they will link: a forwarded link is noticed here or never. */
export function signInForm(
  { text, locale }: Localizer,
  { name, email, trouble }: { name: string; email?: string; trouble?: Trouble },
): Markup {
  const address: Field = {
    name: "email",
    type: "email",
    label: text("accountPage.email"),
    autocomplete: "username",
  };
  const password: Field = {
    name: "password",
    type: "password",
    label: text("accountPage.password"),
    autocomplete: "current-password",
  };
  return html`${troubleBox(trouble)}
<p>${text("accountPage.signInFor")} <strong><bdi>${name}</bdi></strong></p>
<p class="note">${text("accountPage.signInNotYou")}</p>
<form method="post">
${input({ ...address, ...(email !== undefined && { value: email }) }, trouble)}
${input(password, trouble)}
<button class="button" type="submit">${text("accountPage.signInButton")}</button>
</form>
<p><a class="plain" href="/account/forgot?lang=${locale}">${text("accountPage.forgotLink")}</a></p>`;
}

/** Whose password is forgotten? */
export function forgotForm(
  { text }: Localizer,
  { email, trouble }: { email?: string; trouble?: Trouble },
): Markup {
  const address: Field = {
    name: "email",
    type: "email",
    label: text("accountPage.email"),
    autocomplete: "username",
  };
  return html`${troubleBox(trouble)}
<p>${text("accountPage.forgotText")}</p>
<form method="post">
${input({ ...address, ...(email !== undefined && { value: email }) }, trouble)}
<button class="button" type="submit">${text("accountPage.forgotButton")}</button>
</form>`;
}

/** The new password, twice. The address stands there for whoever keeps passwords in a program. */
export function resetForm(
  { text }: Localizer,
  { email, shortest, trouble }: { email: string; shortest: number; trouble?: Trouble },
): Markup {
  const password: Field = {
    name: "password",
    type: "password",
    label: text("accountPage.newPassword"),
    autocomplete: "new-password",
    hint: text("accountPage.newPasswordHint", { least: shortest }),
  };
  const repeat: Field = {
    name: "repeat",
    type: "password",
    label: text("accountPage.repeat"),
    autocomplete: "new-password",
  };
  return html`${troubleBox(trouble)}
<form method="post">
<label for="account">${text("accountPage.account")}</label>
<input id="account" type="email" autocomplete="username" readonly value="${email}">
${input(password, trouble)}
${input(repeat, trouble)}
<button class="button" type="submit">${text("accountPage.resetButton")}</button>
</form>`;
}

/** A sentence or two, and the way on. */
export function message(paragraphs: string[], way: { href: string; label: string }): Markup {
  return html`${paragraphs.map((text) => html`<p>${text}</p>`)}
<a class="button" href="${way.href}">${way.label}</a>`;
}
