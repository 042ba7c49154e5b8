import { createHash, randomBytes } from "node:crypto";

export const newLinkToken = (): string => randomBytes(16).toString("base64url");

/** Fast on purpose: nobody guesses 128 bits, and a sheet has thousands. */
export const hashLinkToken = (token: string): string => createHash("sha256").update(token).digest("hex");
