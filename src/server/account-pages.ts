import { Hono } from "hono";
import type { Languages } from "../i18n/localizer.ts";
import type { Clock } from "../ports/clock.ts";
import type { FindReset } from "../use-cases/password/find-reset.ts";
import type { FindSignIn } from "../use-cases/password/find-sign-in.ts";
import type { RequestPasswordReset } from "../use-cases/password/request-password-reset.ts";
import type { SetPassword } from "../use-cases/password/set-password.ts";
import type { SignIn } from "../use-cases/password/sign-in.ts";
import { forgotPage } from "./forgot-page.ts";
import { resetPage } from "./reset-page.ts";
import { signInPage } from "./sign-in-page.ts";

export interface AccountPagesDeps {
  languages: Languages;
  clock: Clock;
  findSignIn: FindSignIn;
  signIn: SignIn;
  requestPasswordReset: RequestPasswordReset;
  findReset: FindReset;
  setPassword: SetPassword;
  trustedProxies: number;
  /** Known once the bot has started. */
  chatUrl: () => string;
}

/**
 * The pages of the account: sign in, forgotten password, new password. A link's token is the only authority;
 * there are no cookies, so nothing can be ridden on. Opening a link uses nothing up, sending its form does.
 */
export function accountPages(deps: AccountPagesDeps): Hono {
  const pages = new Hono();
  for (const page of [signInPage, forgotPage, resetPage]) pages.route("/", page(deps));
  return pages;
}
