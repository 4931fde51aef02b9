import { createHmac, type KeyObject, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";
import { formatBase62, randomBase62 } from "./base62";

const PREFIX = "rl_live_";
const KEY_ID_LENGTH = 12;
const KEY_ID = /^[0-9A-Za-z]{12}$/;
/** 43 letters of base62 are 256 bits: nothing to guess, so that one fast HMAC protects it. */
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const FORMAT = /^rl_live_([0-9A-Za-z]{12})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;
const LENGTH = PREFIX.length + KEY_ID_LENGTH + 1 + SECRET_LENGTH + CHECKSUM_LENGTH;

/** Secrets of the installation by version, under which API keys are hashed. The highest version is the current one. */
export type Peppers = ReadonlyMap<number, KeyObject>;

/** The two halves of an API key: what it is looked up by, and what proves it. */
export type ParsedApiKey = { keyId: string; secret: string };

/** What is kept of the secret half. */
export type SecretHash = { secretHmac: Uint8Array; pepperVersion: number };

/** A new key, `rl_live_<key id>_<secret><checksum>`, whose text is shown once and never stored. */
export function generateApiKey(): ParsedApiKey & { text: string } {
  const [keyId, secret] = [randomBase62(KEY_ID_LENGTH), randomBase62(SECRET_LENGTH)];
  const body = `${PREFIX}${keyId}_${secret}`;
  return { keyId, secret, text: body + checksum(body) };
}

/** The halves of a key, or null for whatever cannot be one: the checksum finds typos without asking the database. */
export function parseApiKey(text: string): ParsedApiKey | null {
  if (text.length !== LENGTH) return null;
  const [, keyId, secret, sum] = FORMAT.exec(text) ?? [];
  if (keyId === undefined || secret === undefined) return null;
  return sum === checksum(text.slice(0, -CHECKSUM_LENGTH)) ? { keyId, secret } : null;
}

/** Whether a text can be the public part of a key. */
export function isKeyId(text: string): boolean {
  return KEY_ID.test(text);
}

function checksum(body: string): string {
  return formatBase62(crc32(body), CHECKSUM_LENGTH);
}

/** The hash to store, under the current pepper. */
export function hashSecret(secret: string, peppers: Peppers): SecretHash {
  const pepperVersion = Math.max(...peppers.keys());
  return { secretHmac: hmac(secret, getPepper(peppers, pepperVersion)), pepperVersion };
}

/** What an unknown key is compared with, so that knowing and not knowing a key id take the same time. */
const NOBODY: SecretHash = { secretHmac: new Uint8Array(32), pepperVersion: 0 };

/**
 * Whether this secret belongs to the stored key, in constant time.
 * @param stored null for an unknown key id: the same work, and false
 */
export function verifySecret(stored: SecretHash | null, secret: string, peppers: Peppers): boolean {
  const { secretHmac, pepperVersion } = stored ?? NOBODY;
  const isComparable = peppers.has(pepperVersion) && secretHmac.length === NOBODY.secretHmac.length;
  const version = isComparable ? pepperVersion : Math.max(...peppers.keys());
  const digest = hmac(secret, getPepper(peppers, version));
  return timingSafeEqual(digest, isComparable ? secretHmac : NOBODY.secretHmac) && isComparable;
}

function hmac(secret: string, pepper: KeyObject): Buffer {
  return createHmac("sha256", pepper).update(secret).digest();
}

function getPepper(peppers: Peppers, version: number): KeyObject {
  const pepper = peppers.get(version);
  if (pepper === undefined) throw new Error(`There is no pepper of version ${version}`);
  return pepper;
}
