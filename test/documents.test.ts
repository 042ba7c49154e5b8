import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { interestingTypes } from "../src/adapters/payments/stripe-signal.ts";
import { settingNames } from "../src/config.ts";
import { commands } from "../src/ops/commands.ts";
import { cardColumns } from "../src/use-cases/import/card-line.ts";
import { planColumns } from "../src/use-cases/import/plan-line.ts";
import { projectRoot } from "./kit/source.ts";

const read = (path: string) => readFileSync(join(projectRoot, path), "utf8");
const readme = read("README.md");
const map = read("src/README.md");
const decisions = readdirSync(join(projectRoot, "src/decisions")).toSorted();

describe("README.md", () => {
  test("begins with how to start and how to test, one command each", () => {
    const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block!.trim());
    expect(blocks.slice(0, 2)).toEqual(["npm ci && npm start", "npm ci && npm test"]);
  });

  test("names no command that is not there", () => {
    const { scripts } = JSON.parse(read("package.json"));
    const named = [...readme.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test("names no setting that is not there", () => {
    const named = [...readme.matchAll(/`([A-Z]+_[A-Z_]+|HOST|PORT)\b/g)].map(([, name]) => name!);
    expect(named.filter((name) => ![...settingNames, "TEST_DATABASE_URL"].includes(name))).toEqual([]);
  });

  test("lists the events that the Stripe adapter acts upon", () => {
    const listed =
      readme.match(/(?<=`)(checkout\.session|payment_intent|charge|refund)\.[a-z_.]+(?=`)/g) ?? [];
    expect(listed.toSorted()).toEqual(interestingTypes.toSorted());
  });

  test("lists the operator's commands as they are typed", () => {
    const typed = commands.map(({ name, usage }) => `${name} ${usage}`.trim());
    const listed = [...readme.matchAll(/^\| `([a-z-]+[^`]*)` +\|/gm)].map(([, command]) => command!);
    expect(listed).toEqual(typed);
  });

  test("lists the columns of both imports", () => {
    expect(readme).toContain(`\`${cardColumns.join()}\``);
    expect(readme).toContain(`\`${planColumns.join()}\``);
  });
});

describe("src/README.md", () => {
  test("maps everything in src", () => {
    const entries = readdirSync(join(projectRoot, "src"), { withFileTypes: true })
      .filter(({ name }) => name !== "README.md")
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
    expect(entries.filter((name) => !new RegExp(`(^|, )${name.replace(".", "\\.")}`, "m").test(map))).toEqual(
      [],
    );
  });
});

describe("the decisions", () => {
  test("have each a number of their own, date, context, decision and consequences", () => {
    expect(new Set(decisions.map((name) => name.slice(0, 4))).size).toBe(decisions.length);
    decisions.forEach((name) => {
      const text = read(`src/decisions/${name}`);
      expect(name).toMatch(/^\d{4}-[a-z0-9-]+\.md$/);
      expect(text.startsWith(`# ${Number(name.slice(0, 4))}. `)).toBe(true);
      expect(text).toMatch(
        /^# \d+\. .+\n\n\d{4}-\d\d-\d\d\n\n\*\*Context\.\*\* [\s\S]+\n\n\*\*Decision\.\*\* [\s\S]+\n\n\*\*Consequences\.\*\* /,
      );
    });
  });
});

test("every link leads somewhere", () => {
  const broken = [
    "README.md",
    "src/README.md",
    "CHANGELOG.md",
    ...decisions.map((name) => `src/decisions/${name}`),
  ]
    .flatMap((path) =>
      [...read(path).matchAll(/\]\(([^)#]+)/g)].map(([, target]) => ({ path, target: target! })),
    )
    .filter(
      ({ path, target }) => !/^https?:/.test(target) && !existsSync(join(projectRoot, dirname(path), target)),
    );
  expect(broken).toEqual([]);
});
