import { createSecretKey } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generateApiKey, hashSecret, parseApiKey, verifySecret } from "./api-key";
import { formatBase62, randomBase62 } from "./base62";

const pepper = (byte: number) => createSecretKey(Buffer.alloc(32, byte));
const peppers = new Map([[1, pepper(1)]]);
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

describe("parseApiKey", () => {
  test("reads what generateApiKey wrote, in the published format", () => {
    for (let run = 0; run < 200; run++) {
      const { text, keyId, secret } = generateApiKey();
      expect(text).toMatch(/^rl_live_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
      expect(parseApiKey(text)).toEqual({ keyId, secret });
    }
  });

  test("knows a key whose checksum was worked out elsewhere", () => {
    // zlib.crc32 of Python over everything before it, as base62 digits 0-9A-Za-z.
    expect(parseApiKey(`rl_live_AAAAAAAAAAAA_${"B".repeat(43)}1B6ftY`)).toEqual({
      keyId: "AAAAAAAAAAAA",
      secret: "B".repeat(43),
    });
  });

  test("finds every altered character", () => {
    const { text } = generateApiKey();
    for (let at = 0; at < text.length; at++) {
      for (const letter of `${LETTERS}_ -\n\u0000é`) {
        if (letter === text[at]) continue;
        expect(parseApiKey(text.slice(0, at) + letter + text.slice(at + 1))).toBeNull();
      }
    }
  });

  test("finds every pair of neighbours that changed places, and every missing or doubled character", () => {
    const { text } = generateApiKey();
    for (let at = 0; at < text.length; at++) {
      const [left = "", right = ""] = text.slice(at, at + 2);
      if (right !== "" && left !== right) expect(parseApiKey(text.slice(0, at) + right + left + text.slice(at + 2))).toBeNull();
      expect(parseApiKey(text.slice(0, at) + text.slice(at + 1))).toBeNull();
      expect(parseApiKey(text.slice(0, at) + left + text.slice(at))).toBeNull();
    }
  });

  test("gives null for any text, and never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 100 }), (text) => parseApiKey(text) === null));
  });
});

describe("verifySecret", () => {
  const { secret } = generateApiKey();
  const stored = hashSecret(secret, peppers);

  test("knows its own secret and no other", () => {
    expect(verifySecret(stored, secret, peppers)).toBe(true);
    expect(verifySecret(stored, generateApiKey().secret, peppers)).toBe(false);
  });

  test("says no to an unknown key, to another pepper and to an unknown pepper version", () => {
    expect(verifySecret(null, secret, peppers)).toBe(false);
    expect(verifySecret(stored, secret, new Map([[1, pepper(2)]]))).toBe(false);
    expect(verifySecret({ ...stored, pepperVersion: 7 }, secret, peppers)).toBe(false);
  });

  test("does not throw over a stored hash of the wrong length", () => {
    expect(verifySecret({ ...stored, secretHmac: stored.secretHmac.subarray(1) }, secret, peppers)).toBe(false);
  });

  test("still knows keys of an older pepper, and hashes new ones under the newest", () => {
    const both = new Map([[1, pepper(1)], [2, pepper(9)]]);
    expect(verifySecret(stored, secret, both)).toBe(true);
    const renewed = hashSecret(secret, both);
    expect(renewed.pepperVersion).toBe(2);
    expect(verifySecret(renewed, secret, both)).toBe(true);
    expect(verifySecret(renewed, secret, peppers)).toBe(false);
  });
});

describe("base62", () => {
  test.each([[0, "000000"], [61, "00000z"], [62, "000010"], [2 ** 32 - 1, "4gfFC3"]])("writes %d as %s", (value, text) => {
    expect(formatBase62(value, 6)).toBe(text);
  });

  test("uses every letter about as often as any other", () => {
    const counts = new Map<string, number>();
    for (const letter of randomBase62(62_000)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    expect(counts.size).toBe(62);
    // 1,000 expected of each with a standard deviation of 31.4: eight of them off is no chance.
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(250);
  });
});
