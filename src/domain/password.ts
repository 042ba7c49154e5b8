import { parseEmail } from "./email.ts";
import { guessedPasswords } from "./guessed-passwords.ts";
import { fail, ok, type Result } from "./result.ts";

export const SHORTEST_PASSWORD = 10;
/** Beyond it nobody types, and hashing is paid by us. */
export const LONGEST_PASSWORD = 128;

export type PasswordRefused = {
  type: "too_short" | "too_long" | "common" | "email";
};

/** The form in which a password is hashed: two keyboards that write one character differently agree. */
export const normalizePassword = (typed: string): string => typed.normalize("NFKC");

/**
 * Whether a new password will do (NIST SP 800-63B, 3.1.1.2): long enough, not among those everybody tries
 * first, and not the address itself. Nothing is asked about kinds of characters.
 */
export function checkNewPassword(
  typed: string,
  { email }: { email: string },
): Result<string, PasswordRefused> {
  const password = normalizePassword(typed);
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD) return fail({ type: "too_short" });
  if (length > LONGEST_PASSWORD) return fail({ type: "too_long" });
  if (isTheAddress(password.toLowerCase(), email)) return fail({ type: "email" });
  if (isCommon(password.toLowerCase())) return fail({ type: "common" });
  return ok(password);
}

/** The address, or the name before its @ with digits around it. */
function isTheAddress(password: string, email: string): boolean {
  const [name = ""] = email.split("@");
  const bare = onlyLetters(password);
  return password.includes(email) || (name.length >= 4 && bare !== "" && bare === onlyLetters(name));
}

const onlyLetters = (text: string) => text.replace(/[^\p{L}]/gu, "");

/** `p@ssw0rd` is `password` to whoever guesses. */
const plainLetter: Record<string, string> = {
  "@": "a",
  "4": "a",
  "3": "e",
  "0": "o",
  $: "s",
  "5": "s",
  "7": "t",
};

/** Neighbours on a keyboard or in the alphabet, in both directions. */
const RUNS = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"]
  .concat(["1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujmikolp"])
  .flatMap((run) => [run, [...run].reverse().join("")]);

function isCommon(password: string): boolean {
  if (guessedPasswords.has(password)) return true;
  if (new Set(password).size < 5) return true;
  const unit = repeatedUnit(password);
  if (unit.length < SHORTEST_PASSWORD && unit.length < password.length) return true;
  if (leftBeyondRuns(password) < 5) return true;
  // A word everybody thinks of, with a year and an exclamation mark.
  const spelledOut = (text: string) => text.replace(/[@430$57]/g, (character) => plainLetter[character]!);
  const bare = password.replace(/[^\p{L}]+$/u, "");
  return [password, spelledOut(password), spelledOut(bare)].some((text) => {
    const core = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "").replace(/[\s._-]+/g, "");
    return guessedPasswords.has(core) || guessedPasswords.has(repeatedUnit(core));
  });
}

/** `abc` of `abcabcabc`; the whole where nothing repeats. */
function repeatedUnit(text: string): string {
  const again = (text + text).indexOf(text, 1);
  return again > 0 && again < text.length ? text.slice(0, again) : text;
}

/** How many characters are no part of a run of four or more. */
function leftBeyondRuns(password: string): number {
  let left = 0;
  for (let at = 0; at < password.length; ) {
    let length = 1;
    const fits = (size: number) =>
      at + size <= password.length && RUNS.some((run) => run.includes(password.slice(at, at + size)));
    while (fits(length + 1)) length++;
    if (length < 4) left++;
    at += length < 4 ? 1 : length;
  }
  return left;
}

const SAID_TO_BE_ONE =
  /(?:(?:^|\s)(?:password|passwort|passcode|pwd|pass)|密码|密碼|口令)\s*(?:is\b|[:：=]|是|为|為)\s*(?=\S*[\d#$%^&*+=])[\x21-\x7e]{6,}/iu;
const ADDRESS_AND_WORD = /^\S+@\S+\.\S+?[\s,;/|]+(\S{6,})$/u;

/**
 * Whether somebody seems to have typed a password where an address or a code was asked for: it says so, it
 * stands behind an address, or it is one word that nobody would say. Rather once too often than a password
 * that stays in a chat.
 */
export function looksLikePassword(text: string): boolean {
  const plain = text.normalize("NFKC").trim();
  if (plain.length > 300) return false;
  if (SAID_TO_BE_ONE.test(plain)) return true;
  const [, beside] = ADDRESS_AND_WORD.exec(plain) ?? [];
  if (beside !== undefined) return !/@\S+\.\S/.test(beside);
  const word = plain.replace(/[.,!?]+$/, "");
  if (!/^[\x21-\x7e]{8,64}$/.test(word) || /^[/@]|:\/\/|^www\.|^[hy]y-/i.test(word)) return false;
  // A card's number, which may end with a letter.
  if (/^\D*\d[\d-]{11,}f?$/i.test(word)) return false;
  if (parseEmail(word) !== undefined || !/[a-z]/i.test(word)) return false;
  return /[0-9]/.test(word) || /[#$%^&*+=!]/.test(word);
}
