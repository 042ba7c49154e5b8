import type { Piece } from "./pieces.ts";

/** Says what some pieces are part of; nothing else reads them then. */
export function take(pieces: Piece[], from: number, to: number, role: string): void {
  for (let at = from; at < to; at++) pieces[at]!.role ??= role;
}
