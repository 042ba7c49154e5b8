import type { Languages } from "../i18n/localizer.ts";
import type { Clock } from "../ports/clock.ts";
import type { FindReset } from "../use-cases/password/find-reset.ts";
import type { FindSignIn } from "../use-cases/password/find-sign-in.ts";
import type { RequestPasswordReset } from "../use-cases/password/request-password-reset.ts";
import type { SetPassword } from "../use-cases/password/set-password.ts";
import type { SignIn } from "../use-cases/password/sign-in.ts";

/** What the pages of the account need. */
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
