/** A line of a file that cannot be taken, for the operator who will mend it. */
export interface BadLine {
  /** As an editor counts: the header is line 1. */
  line: number;
  /** Absent when it is about the whole line. */
  column?: string;
  /** As it was written, shortened. */
  value?: string;
  reason: string;
}

/** Nothing of the file was taken. */
export interface ImportRefused {
  type: "bad_lines";
  /** The first of them, in the order of the file. */
  badLines: BadLine[];
  /** How many there are in all. */
  total: number;
}

export interface BadLines {
  add(bad: BadLine): void;
  count(): number;
  refusal(): ImportRefused;
}

/** Enough to see what is wrong with a file, little enough to keep when everything is. */
const MOST_KEPT = 1_000;
const LONGEST_VALUE = 40;

export function collectBadLines(): BadLines {
  const kept: BadLine[] = [];
  let total = 0;
  return {
    add(bad) {
      total++;
      if (kept.length < MOST_KEPT) kept.push({ ...bad, ...(bad.value && { value: shorten(bad.value) }) });
    },
    count: () => total,
    refusal: () => ({ type: "bad_lines", badLines: kept.toSorted((a, b) => a.line - b.line), total }),
  };
}

function shorten(value: string): string {
  const characters = [...value];
  return characters.length <= LONGEST_VALUE ? value : `${characters.slice(0, LONGEST_VALUE - 1).join("")}…`;
}
