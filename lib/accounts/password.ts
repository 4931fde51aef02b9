import { randomBytes, scrypt, type ScryptOptions, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { PASSWORD_LENGTH } from "@/lib/core/password-length";
import { randomBase62 } from "./base62";
import { PASSWORD_COST } from "./password-cost";

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

const HASH_BYTES = 32;
const SALT_BYTES = 16;
const STORED = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]+)\$([\w-]+)$/;

export const { min: MIN_PASSWORD_LENGTH, max: MAX_PASSWORD_LENGTH } = PASSWORD_LENGTH;

/** About 119 bits, to be shown once. */
export function generatePassword(): string {
  return randomBase62(20);
}

/** `$scrypt$ln=…,r=…,p=…$salt$hash`: its parameters stay with it, so that they can grow. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await run(password, salt, PASSWORD_COST, HASH_BYTES);
  const { ln, r, p } = PASSWORD_COST;
  return `$scrypt$ln=${ln},r=${r},p=${p}$${salt.toString("base64url")}$${hash.toString("base64url")}`;
}

/**
 * Whether the password is the stored one, compared in constant time.
 * @param stored null for an unknown user: the same work, and false
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, ln, r, p, salt = "", hash = ""] = STORED.exec(stored ?? "") ?? [];
  if (ln === undefined) {
    await run(password.slice(0, MAX_PASSWORD_LENGTH), Buffer.alloc(SALT_BYTES), PASSWORD_COST, HASH_BYTES);
    return false;
  }
  const expected = Buffer.from(hash, "base64url");
  const parameters = { ln: Number(ln), r: Number(r), p: Number(p) };
  const isTooLong = password.length > MAX_PASSWORD_LENGTH;
  const given = isTooLong ? password.slice(0, MAX_PASSWORD_LENGTH) : password;
  const actual = await run(given, Buffer.from(salt, "base64url"), parameters, expected.length);
  return timingSafeEqual(actual, expected) && !isTooLong;
}

/** The same letters may be typed composed or decomposed: NFKC makes them one (NIST SP 800-63B, 3.1.1.2). */
function run(password: string, salt: Buffer, { ln, r, p }: typeof PASSWORD_COST, bytes: number): Promise<Buffer> {
  const cost = 2 ** ln;
  return derive(password.normalize("NFKC"), salt, bytes, { cost, blockSize: r, parallelization: p, maxmem: 256 * cost * r });
}
