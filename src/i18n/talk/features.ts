import type { Cues } from "./cues.ts";
import type { Piece } from "./pieces.ts";
import type { Reading } from "./read.ts";

/**
 * What the classifier sees of a text: words, Chinese characters and their neighbours, with `<place>` for every
 * place and so on; the cues of the languages' vocabularies; and which slots there are.
 */
export function featuresOf({ pieces, slots }: Reading, cues: Cues): string[] {
  const units = unitsOf(pieces);
  const features = new Set<string>();
  const framed = ["^", ...units, "$"];
  for (let at = 0; at < framed.length; at++) {
    for (let length = 1; length <= 3; length++) {
      const gram = framed.slice(at, at + length);
      if (gram.length === length && (length > 1 || !/^[\^$]$/.test(gram[0]!))) features.add(gram.join(" "));
    }
  }
  for (const unit of units) {
    if (/^\p{L}{5,}$/u.test(unit)) {
      const word = `_${unit}_`;
      for (let at = 0; at + 4 <= word.length; at++) features.add(`#${word.slice(at, at + 4)}`);
    }
  }
  const cued = cues.in(pieces);
  for (const cue of cued) features.add(`cue:${cue}`);
  // In company, `off.weather` counts as `off`.
  const inOrder = [...new Set([...cued].map((cue) => cue.split(".")[0]!))].sort();
  for (const [at, cue] of inOrder.entries()) {
    features.add(`cue:${cue}`);
    for (const other of inOrder.slice(at + 1)) features.add(`cue:${cue}+${other}`);
  }
  if (cued.size === 0) features.add("cue:none");
  const names = Object.keys(slots).filter((name) => name !== "value");
  for (const name of names) features.add(`has:${name}`);
  if ((slots.countries?.length ?? 0) > 1) features.add("has:countries+");
  if (units.every((unit) => unit.startsWith("<")))
    features.add(`only:${names.length > 0 ? "slots" : "nothing"}`);
  features.add(`length:${Math.min(6, Math.ceil(Math.log2(units.length + 1)))}`);
  return [...features];
}

/** Words and characters in a row; what has a role stands for its kind. */
export function unitsOf(pieces: readonly Piece[]): string[] {
  const units: string[] = [];
  let last: string | undefined;
  for (const { kind, text, role } of pieces) {
    const unit = role ? `<${role}>` : kind === "number" ? "<number>" : text;
    const isSilent = kind === "mark" && !role && /^[^?!\p{Extended_Pictographic}]$/u.test(text);
    if (!isSilent && !(role && unit === last)) units.push(unit);
    last = isSilent ? undefined : unit;
  }
  return units;
}
