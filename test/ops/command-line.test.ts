import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commands, parseCommandLine } from "../../src/ops/commands.ts";
import { openFile } from "../../src/ops/read-file.ts";
import { createTerminal } from "../../src/ops/terminal.ts";

const message = (words: string) => {
  const parsed = parseCommandLine(words === "" ? [] : words.split(" "));
  return parsed.ok ? "" : parsed.error.message;
};

test("a command line is understood, its file kept apart from what travels", () => {
  expect(parseCommandLine(["import-cards", "--update-balances", "cards.csv"])).toMatchObject({
    ok: true,
    value: {
      filePath: "cards.csv",
      call: { name: "import-cards", values: [], options: { "update-balances": true } },
    },
  });
  expect(parseCommandLine(["order", "hy 7k2m9q"])).toMatchObject({
    ok: true,
    value: { filePath: undefined, call: { name: "order", values: ["hy 7k2m9q"] } },
  });
});

test("no command and an unknown one are answered with every command there is", () => {
  for (const { name } of commands) expect(message("")).toContain(`  ${name} `.trimEnd());
  expect(message("help")).toBe(message(""));
  expect(message("improt-cards")).toMatch(/^There is no command "improt-cards"\.\n\nUsage/);
});

test.each(["import-cards", "import-cards a b", "import-cards a --force", "order", "stats now"])(
  "%s is answered with how it is used",
  (words) => {
    expect(message(words)).toContain(`Usage: npm run ops -- ${words.split(" ")[0]}`);
  },
);

test("a terminal shows a bar in place, a pipe a line at each tenth", () => {
  const show = (isTTY: boolean) => {
    const screen = createScreen();
    const terminal = createTerminal({ isTTY, ...screen });
    for (const percent of [0, 1, 5, 10, 11]) terminal.progress("reading", percent / 100);
    terminal.line("Done.");
    return screen.written();
  };
  expect(show(false)).toBe("reading 0 %\nreading 10 %\nDone.\n");
  expect(show(true)).toContain("\rreading  ███");
  expect(show(true)).toMatch(/\r +\rDone\.\n$/);
});

test("what strangers wrote cannot steer the terminal", () => {
  const screen = createScreen();
  const terminal = createTerminal(screen);
  terminal.line("Eve\u001b[2J\u202egnp.exe\nnext");
  expect(screen.written()).toBe("Eve[2Jgnp.exe\nnext\n");
});

test("a file that is missing, a directory or not UTF-8 is refused with a sentence", async () => {
  const directory = await mkdtemp(join(tmpdir(), "files-"));
  const path = join(directory, "cards.csv");
  expect(await openFile(path)).toMatchObject({ error: { message: `${path}: there is no such file` } });
  expect(await openFile(directory)).toMatchObject({ error: { message: `${directory} is a directory` } });

  await writeFile(path, Buffer.from("label\n\xb3\xc2", "latin1"));
  const opened = await openFile(path);
  const read = async () => {
    if (opened.ok) for await (const _ of opened.value.text);
  };
  await expect(read()).rejects.toThrow('is not UTF-8 text: save it as "CSV UTF-8"');
  await rm(directory, { recursive: true });
});

function createScreen() {
  const pieces: string[] = [];
  return { write: (text: string) => pieces.push(text) > 0, written: () => pieces.join("") };
}
