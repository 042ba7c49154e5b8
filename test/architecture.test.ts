import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Import, packageOf, placeOf, projectRoot, readSources, type SourceFile } from "./kit/source.ts";

/*
 * The table of src/README.md, held. Each rule is a list at the top of its block; each exception stands there
 * with its reason, and an exception that nothing needs any more fails too.
 */

const sources = readSources("src");

/** What a folder may import besides itself. A folder that is not listed here fails until somebody decides. */
const common = ["domain", "ports", "db", "use-cases", "i18n", "views"];
const mayImport: Record<string, string[]> = {
  domain: [],
  ports: ["domain"],
  db: ["domain", "ports"],
  "use-cases": ["domain", "ports", "db"],
  adapters: ["domain", "ports"],
  i18n: ["domain"],
  views: ["domain", "ports", "i18n"],
  bot: common,
  features: [...common, "bot"],
  jobs: common,
  server: common,
  ops: common,
  sandbox: [],
  "config.ts": ["domain"],
  // Composition: parts of the root that grew too long for one file, and the entrances.
  compose: [...common, "adapters", "bot", "features", "jobs", "server", "ops", "config.ts"],
  "app.ts": [...common, "adapters", "bot", "features", "jobs", "server", "ops", "config.ts", "compose"],
  "sandbox-mode.ts": [...common, "app.ts", "config.ts", "sandbox"],
  "main.ts": [...common, "app.ts", "config.ts", "sandbox-mode.ts"],
  "ops.ts": [...common, "ops", "config.ts", "compose"],
};

interface Exception {
  from: RegExp;
  to: RegExp;
  why: string;
}

const importExceptions: Exception[] = [
  {
    from: /^src\/i18n\//,
    to: /^locales\//,
    why: "the keys of en.json are the type of every sentence",
  },
  {
    from: /^src\/adapters\/carriers\/ledger/,
    to: /^src\/db\//,
    why: "the carrier whose outside is our own database",
  },
];

/** Types alone, since they are gone when the program runs. */
const typeExceptions: Exception[] = [
  {
    from: /^src\/views\//,
    to: /^src\/use-cases\//,
    why: "what a use case answers is what a view shows; the arrow of the running program stays as drawn",
  },
];

/** The only places that know a package. One not listed here may be used anywhere but in domain and ports. */
const homes: { packages: RegExp; home: RegExp; why: string }[] = [
  {
    packages: /^(grammy|@grammyjs\/.+)$/,
    home: /^src\/(bot|features|adapters\/telegram)\//,
    why: "Telegram's library changes with Telegram",
  },
  { packages: /^stripe$/, home: /^src\/adapters\/payments\//, why: "one provider of several" },
  {
    packages: /^(hono|@hono\/.+)$/,
    home: /^src\/(server\/|sandbox\/|compose\/|app\.ts|sandbox-mode\.ts)/,
    why: "HTTP arrives at these; the composition listens and mounts",
  },
  { packages: /^i18next$/, home: /^src\/i18n\//, why: "everybody else speaks through a Localizer" },
  { packages: /^nodemailer$/, home: /^src\/adapters\/mail\//, why: "one way to send mail" },
  { packages: /^(smtp-server|mailparser)$/, home: /^src\/sandbox\//, why: "only a stand-in receives mail" },
  {
    packages: /^(pg|pg-boss|@electric-sql\/.+|pglite-prisma-adapter|@prisma\/.+)$/,
    home: /^src\/db\//,
    why: "embedded or server is decided in one place",
  },
  { packages: /^undici$/, home: /^src\/adapters\//, why: "only adapters speak to the outside" },
  { packages: /^csv-parse$/, home: /^src\/use-cases\/import\//, why: "only imports read tables" },
  { packages: /^pino$/, home: /^src\/(main|ops)\.ts$/, why: "everybody else writes to the Log port" },
  { packages: /^prom-client$/, home: /^src\/server\//, why: "figures are collected where they are served" },
  {
    packages: /^zod$/,
    home: /^src\/(config\.ts|sandbox\/|server\/|adapters\/)/,
    why: "what comes from outside is checked at the door it comes in by",
  },
];

/** Node's modules that a pure layer may use: they compute, and touch nothing. */
const pureNodeModules = ["node:util", "node:assert", "node:crypto"];
const pureLayers = ["domain", "ports", "views"];

const mayReadEnvironment: Record<string, string> = {
  "src/main.ts": "hands it to readConfig",
  "src/ops.ts": "hands it to readConfig",
};

/** Everything a person or a promise depends on asks the injected clock; these measure the machine itself. */
const mayReadRealTime: Record<string, string> = {
  "src/ports/clock.ts": "it is the system's clock",
  "src/sandbox-mode.ts": "the sandbox's clock: real time plus what was skipped",
  "src/jobs/outbox-sender.ts": "a lease counts seconds of real life, on every machine",
  "src/db/data-dir.ts": "compares with the age of a file, which the file system keeps in real time",
  "src/sandbox/state-file.ts": "makes a file's name unique",
  "src/sandbox/page/store.js": "the browser's clock, corrected by the sandbox's",
};

/** Files over 250 lines, each with the reason it is one piece. */
const mayBeLong: Record<string, string> = {
  "src/app.ts": "the list of everybody, told once from top to bottom",
  "src/config.ts": "the list of every setting, told once from top to bottom",
  "src/sandbox/contracts.ts": "the one page that says what the stand-ins promise each other",
};

describe("folders", () => {
  test("every file lives in a folder of the map", () => {
    const strangers = sources.filter(({ path }) => !(layerOf(path) in mayImport)).map(({ path }) => path);
    expect(strangers).toEqual([]);
  });

  test("a folder imports itself and what is below it", () => {
    expect(violations(({ path }, { file, typeOnly }) => !!file && !isAllowed(path, file, typeOnly))).toEqual(
      [],
    );
  });

  test("every exception is still needed", () => {
    const unused = [...importExceptions, ...typeExceptions].filter(
      ({ from, to }) =>
        !sources.some(
          ({ path, imports }) => from.test(path) && imports.some(({ file }) => file && to.test(file)),
        ),
    );
    expect(unused).toEqual([]);
  });

  test("features never import each other", () => {
    const featureOf = (path: string) => /^src\/features\/([^/]+)\//.exec(path)?.[1];
    expect(
      violations(({ path }, { file }) => {
        const [from, to] = [featureOf(path), file && featureOf(file)];
        return from !== undefined && to !== undefined && from !== to;
      }),
    ).toEqual([]);
  });

  test("adapters never import each other, but for a registry its own", () => {
    const adapterOf = (path: string) => /^src\/adapters\/([^/]+)\//.exec(path)?.[1];
    expect(
      violations(({ path }, { file }) => {
        const [from, to] = [adapterOf(path), file && adapterOf(file)];
        return from !== undefined && to !== undefined && from !== to;
      }),
    ).toEqual([]);
  });

  test("only main loads the sandbox, and only when it is wanted", () => {
    const loads = sources.flatMap(({ path, imports }) =>
      imports
        .filter(({ file, typeOnly }) => file === "src/sandbox-mode.ts" && !typeOnly)
        .map(({ dynamic }) => ({ path, dynamic })),
    );
    expect(loads).toEqual([{ path: "src/main.ts", dynamic: true }]);
  });

  test("every import leads to a file", () => {
    expect(
      violations(
        (_, { file }) =>
          file !== undefined && !file.startsWith("src/db/generated/") && !existsSync(join(projectRoot, file)),
      ),
    ).toEqual([]);
  });

  test("nothing imports in a circle", () => {
    expect(findCycles(sources)).toEqual([]);
  });
});

describe("packages", () => {
  test("stay at home", () => {
    expect(
      violations(({ path }, found) => {
        const name = packageOf(found);
        return (
          name !== undefined && homes.some(({ packages, home }) => packages.test(name) && !home.test(path))
        );
      }),
    ).toEqual([]);
  });

  test("pure folders use none, and no part of Node that touches the world", () => {
    expect(
      violations(
        ({ path }, { specifier, file }) =>
          pureLayers.includes(layerOf(path)) && !file && !pureNodeModules.includes(specifier),
      ),
    ).toEqual([]);
  });

  test("the running program uses only what is installed with it, and the project only what it declares", () => {
    const { dependencies, devDependencies } = readPackage();
    const tools = readTools();
    const undeclared = [
      ...packagesOf(sources).filter((name) => !(name in dependencies)),
      ...packagesOf(tools).filter((name) => !(name in dependencies) && !(name in devDependencies)),
    ];
    expect(undeclared).toEqual([]);
  });

  test("nothing is declared that nobody uses", () => {
    const { dependencies, devDependencies, scripts } = readPackage();
    const commands = Object.values(scripts).join(" ");
    const commandOf: Record<string, string> = { typescript: "tsc", "@biomejs/biome": "biome" };
    // The client that `prisma generate` writes imports it.
    const inProgram = [...packagesOf(sources), "@prisma/client", "node"];
    const inTools = packagesOf(readTools());
    const isUsed = (name: string, users: string[]) =>
      users.includes(name.replace("@types/", "")) ||
      new RegExp(`\\b${commandOf[name] ?? name}\\b`).test(commands);

    const unused = [
      ...Object.keys(dependencies).filter((name) => !isUsed(name, inProgram)),
      ...Object.keys(devDependencies).filter((name) => !isUsed(name, [...inProgram, ...inTools])),
    ];
    expect(unused).toEqual([]);
  });

  test("the lock file names no server, and every platform's packages, wherever it was written", () => {
    const text = readFileSync(join(projectRoot, "package-lock.json"), "utf8");
    expect(text).not.toContain('"resolved": "http');
    const locked: Record<string, { optionalDependencies?: Record<string, string> }> =
      JSON.parse(text).packages;
    // npm leaves out what its registry does not have, and `npm ci` then refuses the file on every machine.
    const missing = Object.entries(locked).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in locked) && !(`${path}/node_modules/${name}` in locked),
      ),
    );
    expect(missing).toEqual([]);
  });
});

describe("habits", () => {
  test("the environment is read at the entrances only", () => {
    expect(places(/process\.env|loadEnvFile/g, mayReadEnvironment)).toEqual([]);
  });

  test("the time comes from the injected clock", () => {
    expect(places(/new Date\(\)|Date\.now\(\)|performance\.now\(\)/g, mayReadRealTime)).toEqual([]);
  });

  test("no file outgrows two screens by far without a reason", () => {
    const long = readSources("src", /\.(ts|js|css|html)$/)
      .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
      .filter(({ path, lines }) => lines > 250 && !(path in mayBeLong));
    expect(long).toEqual([]);
  });

  test("no name says nothing", () => {
    const empty = /(^|[/-])(utils?|helpers?|common|managers?|services?|types|misc)(\.|\/|-)/;
    expect(sources.map(({ path }) => path).filter((path) => empty.test(path))).toEqual([]);
  });

  test("every permission is for a file that uses it", () => {
    const granted = Object.entries({
      "process\\.env|loadEnvFile": mayReadEnvironment,
      "new Date\\(\\)|Date\\.now\\(\\)|performance\\.now\\(\\)": mayReadRealTime,
    });
    const unused = granted.flatMap(([pattern, files]) =>
      Object.keys(files).filter(
        (path) => !sources.some((source) => source.path === path && new RegExp(pattern).test(source.code)),
      ),
    );
    expect(unused).toEqual([]);
  });
});

/** `domain` for `src/domain/…`, `app.ts` for `src/app.ts`; what lies outside src is named by its path. */
function layerOf(path: string): string {
  const [root, layer = ""] = path.split("/");
  return root === "src" ? layer : path;
}

function isAllowed(from: string, to: string, typeOnly: boolean): boolean {
  const [here, there] = [layerOf(from), layerOf(to)];
  if (here === there || mayImport[here]?.includes(there)) return true;
  const exceptions = typeOnly ? [...importExceptions, ...typeExceptions] : importExceptions;
  return exceptions.some((exception) => exception.from.test(from) && exception.to.test(to));
}

/** Every import that `isWrong`, as `src/a.ts → ./b.ts`. */
function violations(isWrong: (source: SourceFile, found: Import) => boolean): string[] {
  return sources.flatMap((source) =>
    source.imports
      .filter((found) => isWrong(source, found))
      .map((found) => `${source.path} → ${found.specifier}${found.typeOnly ? " (types)" : ""}`),
  );
}

/** Where a pattern occurs outside the files that may. */
function places(pattern: RegExp, allowed: Record<string, string>): string[] {
  return sources
    .filter(({ path }) => !(path in allowed))
    .flatMap((source) =>
      [...source.code.matchAll(pattern)].map(({ index, 0: text }) => `${placeOf(source, index)} ${text}`),
    );
}

/** One path for each circle of imports; types count too. */
function findCycles(files: SourceFile[]): string[] {
  const importsByPath = new Map(
    files.map(({ path, imports }) => [path, imports.flatMap(({ file }) => file ?? [])]),
  );
  const state = new Map<string, "open" | "done">();
  const trail: string[] = [];
  const cycles: string[] = [];
  const visit = (path: string) => {
    if (state.get(path) === "done") return;
    if (state.get(path) === "open") {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
      return;
    }
    state.set(path, "open");
    trail.push(path);
    for (const next of importsByPath.get(path) ?? []) if (importsByPath.has(next)) visit(next);
    trail.pop();
    state.set(path, "done");
  };
  for (const { path } of files) visit(path);
  return cycles;
}

const packagesOf = (files: SourceFile[]): string[] => [
  ...new Set(files.flatMap(({ imports }) => imports.flatMap((found) => packageOf(found) ?? []))),
];

/** What is not part of the running program: tests, and the scripts beside it. */
const readTools = (): SourceFile[] => [...readSources("test"), ...readSources("prisma")];

function readPackage(): Record<"dependencies" | "devDependencies" | "scripts", Record<string, string>> {
  return JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8"));
}
