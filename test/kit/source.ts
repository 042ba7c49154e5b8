import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = fileURLToPath(new URL("../../", import.meta.url));

export interface Import {
  /** As written: `./plan.ts`, `grammy`, `node:fs`. */
  specifier: string;
  /** `import type …` and `export type … from`: gone when the program runs. */
  typeOnly: boolean;
  /** `import("…")`: loaded when, and only if, that line runs. */
  dynamic: boolean;
  /** The file meant, from the project's root; undefined for packages. */
  file?: string;
}

export interface SourceFile {
  /** From the project's root, with slashes: `src/domain/plan.ts`. */
  path: string;
  text: string;
  /** Without the comments that have lines of their own. */
  code: string;
  imports: Import[];
}

/** Every source file below a folder of the project, what the build writes aside. */
export function readSources(folder: string, endings = /\.(ts|js)$/): SourceFile[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.test(entry.name))
    .map((entry) => relative(projectRoot, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((path) => !path.startsWith("src/db/generated/"))
    .sort()
    .map((path) => {
      const text = readFileSync(join(projectRoot, path), "utf8");
      const code = withoutComments(text);
      return { path, text, code, imports: importsOf(path, code) };
    });
}

/** Keeps the number of lines, so that what is found has the place it has in the file. */
function withoutComments(text: string): string {
  const blank = (comment: string) => comment.replace(/[^\n]/g, "");
  return text.replace(/^[ \t]*\/\*[\s\S]*?\*\//gm, blank).replace(/^[ \t]*\/\/.*$/gm, "");
}

// The formatter puts every import and export at the start of a line and its specifier in double quotes.
const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:[\w$*{},\s]+?\s+from\s+)?"([^"]+)"/gm;
const EXPRESSION = /(typeof\s+)?\bimport\(\s*"([^"]+)"/g;

function importsOf(path: string, code: string): Import[] {
  const found = [
    ...[...code.matchAll(STATEMENT)].map(([, type, specifier]) => ({ type, specifier, dynamic: false })),
    ...[...code.matchAll(EXPRESSION)].map(([, type, specifier]) => ({ type, specifier, dynamic: true })),
  ];
  return found.map(({ type, specifier, dynamic }) => {
    const file = specifier!.startsWith(".") ? normalize(join(dirname(path), specifier!)) : undefined;
    return { specifier: specifier!, typeOnly: type !== undefined, dynamic, ...(file && { file }) };
  });
}

/** `@grammyjs/menu` of `@grammyjs/menu/out/x.js`; undefined for files and for what Node brings along. */
export function packageOf({ specifier }: Import): string | undefined {
  if (specifier.startsWith(".") || specifier.startsWith("node:")) return undefined;
  const parts = specifier.split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

/** `src/domain/plan.ts:12` for a place in a file's code. */
export function placeOf({ path, code }: SourceFile, index: number): string {
  return `${path}:${code.slice(0, index).split("\n").length}`;
}
