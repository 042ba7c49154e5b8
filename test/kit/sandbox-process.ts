import { type ChildProcess, spawn } from "node:child_process";
import type { Page } from "playwright-core";

export interface SandboxProcess {
  url: string;
  stop(): Promise<void>;
}

/** The sandbox as `npm start` opens it, in a process of its own. */
export async function openSandbox(dataDir: string, port: number): Promise<SandboxProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", "src/main.ts"], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise<string>((resolve, reject) => {
    let printed = "";
    child.once("exit", (code) => reject(new Error(`The sandbox ended with ${code}: ${printed}`)));
    child.stdout!.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const match = /The sandbox is open:\s+(\S+)/.exec(printed);
      if (match) resolve(match[1]!);
    });
  });
  return { url, stop: () => ended(child) };
}

/** The chat on the sandbox's page, as its person uses it. */
export function openChat(page: Page) {
  return {
    async says(text: string) {
      await page.locator("#message").fill(text);
      await page.keyboard.press("Enter");
    },
    async presses(label: string) {
      await page.locator("#log button", { hasText: label }).last().click();
    },
    async reads(text: string | RegExp) {
      await page.locator("#log").getByText(text).last().waitFor({ timeout: 15_000 });
    },
  };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
