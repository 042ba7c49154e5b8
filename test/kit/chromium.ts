import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** The Chromium of this machine; `undefined` where none is installed (suites are skipped then). */
export const chromiumPath: string | undefined = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== undefined && existsSync(path));

if (!chromiumPath && process.env.REQUIRE_CHROMIUM) {
  throw new Error("REQUIRE_CHROMIUM is set and none is installed here");
}

/** For the name of a suite that needs a browser: says why it was skipped. */
export const needsChromium = chromiumPath
  ? ""
  : " (skipped: no Chromium here; install it or set CHROMIUM_PATH)";

/** A browser that talks to nobody but the page it is shown. */
export function launchChromium(): Promise<Browser> {
  if (!chromiumPath) throw new Error("No Chromium here: install it or set CHROMIUM_PATH.");
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
