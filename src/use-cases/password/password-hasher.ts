import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { normalizePassword } from "../../domain/password.ts";

/** Makes and compares hashes of passwords, one at a time. Both answer `busy` when too many wait already. */
export interface PasswordHasher {
  /** `$scrypt$ln=17,r=8,p=1$salt$key`, with a salt of its own. */
  hash(password: string): Promise<string | "busy">;
  /** Takes the same time where there is no hash to compare with. */
  matches(password: string, hash: string | null): Promise<boolean | "busy">;
}

const SALT_BYTES = 16;
const KEY_BYTES = 32;

/**
 * 2^17 is what OWASP asks of scrypt: 128 MB and some 400 ms for each guess. One at a time, so that many
 * guesses take neither the memory nor the cores of a small machine; whoever finds `MOST_WAITING` others in
 * the line is asked to come back.
 */
export const RECOMMENDED_LOG2_N = 17;
const MOST_WAITING = 12;

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** `log2N` is the cost of new hashes; old ones are compared at the cost they were made with. */
export function createPasswordHasher({
  log2N = RECOMMENDED_LOG2_N,
}: {
  log2N?: number | undefined;
} = {}): PasswordHasher {
  let waiting = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const nobodys = { salt: randomBytes(SALT_BYTES), key: randomBytes(KEY_BYTES), log2N };

  return {
    hash: (password) =>
      inTurn(async () => {
        const salt = randomBytes(SALT_BYTES);
        const key = await keyOf(password, salt, log2N);
        return `$scrypt$ln=${log2N},r=8,p=1$${salt.toString("base64url")}$${key.toString("base64url")}`;
      }),
    matches: (password, hash) =>
      inTurn(async () => {
        const kept = hash === null ? nobodys : read(hash);
        const same = timingSafeEqual(await keyOf(password, kept.salt, kept.log2N), kept.key);
        return same && hash !== null;
      }),
  };

  function inTurn<Value>(work: () => Promise<Value>): Promise<Value | "busy"> {
    if (waiting > MOST_WAITING) return Promise.resolve("busy");
    waiting++;
    const mine = turn.then(work).finally(() => waiting--);
    turn = mine.catch(() => {});
    return mine;
  }
}

function keyOf(password: string, salt: Buffer, log2N: number): Promise<Buffer> {
  const N = 2 ** log2N;
  return derive(normalizePassword(password), salt, KEY_BYTES, { N, r: 8, p: 1, maxmem: 160 * 8 * N });
}

function read(hash: string): { salt: Buffer; key: Buffer; log2N: number } {
  const match = /^\$scrypt\$ln=(\d{1,2}),r=8,p=1\$([\w-]+)\$([\w-]{43})$/.exec(hash);
  if (!match) throw new Error("A password's hash cannot be read");
  const [, log2N, salt, key] = match;
  return { salt: Buffer.from(salt!, "base64url"), key: Buffer.from(key!, "base64url"), log2N: Number(log2N) };
}
