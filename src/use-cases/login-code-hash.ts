import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/**
 * Six digits are a million guesses: with a fast hash, whoever reads the database has them at once. These
 * settings (16 MB and some 30 ms a guess) make that hours of computing, and the code lives ten minutes.
 */
const COST: ScryptOptions = { N: 2 ** 14, r: 8, p: 1 };
const KEY_BYTES = 32;

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** `salt.key`, both base64url; each call has a salt of its own. */
export async function hashLoginCode(code: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(code, salt, KEY_BYTES, COST);
  return `${salt.toString("base64url")}.${key.toString("base64url")}`;
}

export async function isLoginCode(code: string, hash: string): Promise<boolean> {
  const [salt = "", key = ""] = hash.split(".");
  const expected = Buffer.from(key, "base64url");
  const actual = await derive(code, Buffer.from(salt, "base64url"), KEY_BYTES, COST);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
