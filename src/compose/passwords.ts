import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import type { Languages } from "../i18n/localizer.ts";
import { composeAccountNews } from "../jobs/notices/account-news.ts";
import { sendAccountMailJob, sendResetLinkJob } from "../jobs/password-mails.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Mailer } from "../ports/mailer.ts";
import { accountPages } from "../server/account-pages.ts";
import type { LinkAccount } from "../use-cases/link-account.ts";
import { createFindReset } from "../use-cases/password/find-reset.ts";
import { createFindSignIn } from "../use-cases/password/find-sign-in.ts";
import { createHasOpenSignIn } from "../use-cases/password/has-open-sign-in.ts";
import { createMakeSignInLink } from "../use-cases/password/make-sign-in-link.ts";
import { createPasswordHasher } from "../use-cases/password/password-hasher.ts";
import { createRequestPasswordReset } from "../use-cases/password/request-password-reset.ts";
import { createSetPassword } from "../use-cases/password/set-password.ts";
import { createSignIn } from "../use-cases/password/sign-in.ts";
import { createSignedInSince } from "../use-cases/password/signed-in-since.ts";
import { createTakePasswordTry } from "../use-cases/password/take-password-try.ts";

/** Everything about passwords: the account's pages, the mails with links, and the ways there from the chat. */
export function composePasswords(deps: {
  database: Database;
  clock: Clock;
  log: Log;
  languages: Languages;
  mailer: Mailer;
  config: Pick<Config, "publicUrl" | "trustedProxies">;
  chatUrl: () => string;
  linkAccount: LinkAccount;
  passwordLog2N?: number | undefined;
}) {
  const { database, clock, config, linkAccount } = deps;
  const { publicUrl, trustedProxies } = config;
  const passwords = createPasswordHasher({ log2N: deps.passwordLog2N });
  const requestPasswordReset = createRequestPasswordReset({ database, clock });
  const findSignIn = createFindSignIn({ database, clock });
  const findReset = createFindReset({ database, clock });
  const takePasswordTry = createTakePasswordTry({ database, clock });

  const pages = accountPages({
    ...deps,
    ...{ findSignIn, requestPasswordReset, findReset, trustedProxies },
    signIn: createSignIn({ database, clock, passwords, findSignIn, takePasswordTry, linkAccount }),
    setPassword: createSetPassword({ database, clock, passwords, findReset }),
  });
  return {
    /** What the link feature needs of it. */
    chat: {
      makeSignInLink: createMakeSignInLink({ database, clock, publicUrl }),
      hasOpenSignIn: createHasOpenSignIn({ database, clock }),
      signedInSince: createSignedInSince({ database }),
      requestPasswordReset,
    },
    routes: [pages],
    jobs: [sendResetLinkJob({ ...deps, publicUrl }), sendAccountMailJob({ ...deps, publicUrl })],
    notices: composeAccountNews(deps),
  };
}
