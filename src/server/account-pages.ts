import { Hono } from "hono";
import type { AccountPagesDeps } from "./account-pages-deps.ts";
import { forgotPage } from "./forgot-page.ts";
import { resetPage } from "./reset-page.ts";
import { signInPage } from "./sign-in-page.ts";

/**
 * The pages of the account: sign in, forgotten password, new password. A link's token is the only authority;
 * there are no cookies, so nothing can be ridden on. Opening a link uses nothing up, sending its form does.
 */
export function accountPages(deps: AccountPagesDeps): Hono {
  const pages = new Hono();
  for (const page of [signInPage, forgotPage, resetPage]) pages.route("/", page(deps));
  return pages;
}
