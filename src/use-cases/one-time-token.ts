import { createHash, randomBytes } from "node:crypto";

/** 256 bits that nobody guesses, in characters that a link, a start payload and a mail take as they are. */
export function newToken(): { token: string; tokenHash: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, tokenHash: hashToken(token) };
}

/** What is kept of a token. A fast hash does: there is nothing to guess at. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
