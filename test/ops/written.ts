import type { Output } from "../../src/ops/command.ts";

/** An output that keeps what was written, for reading afterwards. */
export interface Written extends Output {
  lines: string[];
  steps: string[];
}

export function createWritten(): Written {
  const [lines, steps]: [string[], string[]] = [[], []];
  return {
    lines,
    steps,
    line: (text) => void lines.push(text),
    progress: (step, fraction) => void steps.push(`${step} ${Math.round(fraction * 100)}`),
  };
}
