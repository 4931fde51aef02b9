import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CredentialPlace, openCredential, sealCredential, type SealedCredential } from "./credential";
import { deriveSecret } from "./secret";

const keys = deriveSecret(Buffer.alloc(32, 7));
const place: CredentialPlace = {
  teamId: "01932c07-209c-7401-8000-000000000001",
  providerId: "01932c07-209c-7401-8000-000000000002",
  credentialId: "01932c07-209c-7401-8000-000000000003",
  baseUrl: "https://api.groq.com/openai/v1",
};
const sealed = sealCredential(keys, place, "gsk_canary");

describe("a credential", () => {
  test("opens where it was sealed, whatever its text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (value) => {
        expect(openCredential(keys, place, sealCredential(keys, place, value))).toEqual({ value });
      }),
    );
  });

  test("is never written the same way twice", () => {
    const again = sealCredential(keys, place, "gsk_canary");
    expect(again.nonce).not.toEqual(sealed.nonce);
    expect(again.ciphertext).not.toEqual(sealed.ciphertext);
  });

  test("opens after the path of the base URL has changed", () => {
    const moved = { ...place, baseUrl: "https://api.groq.com:443/v2" };
    expect(openCredential(keys, moved, sealed)).toEqual({ value: "gsk_canary" });
  });

  test.each<[string, Partial<CredentialPlace>]>([
    ["another team", { teamId: place.providerId }],
    ["another provider", { providerId: place.teamId }],
    ["another row", { credentialId: place.teamId }],
    ["another host", { baseUrl: "https://evil.example/openai/v1" }],
    ["another scheme", { baseUrl: "http://api.groq.com/openai/v1" }],
    ["another port", { baseUrl: "https://api.groq.com:8443/openai/v1" }],
    ["the team and provider exchanged", { teamId: place.providerId, providerId: place.teamId }],
  ])("does not open for %s", (_name, change) => {
    expect(openCredential(keys, { ...place, ...change }, sealed)).toHaveProperty("problem");
  });

  test.each(["nonce", "ciphertext", "tag"] as const)("does not open with any bit of its %s changed", (part) => {
    for (let bit = 0; bit < sealed[part].length * 8; bit++) {
      const altered = Uint8Array.from(sealed[part]);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(openCredential(keys, place, { ...sealed, [part]: altered })).toHaveProperty("problem");
    }
  });

  test.each([0, 4, 8, 12, 15])("does not open with a tag cut to %d bytes", (length) => {
    const cut: SealedCredential = { ...sealed, tag: sealed.tag.subarray(0, length) };
    expect(openCredential(keys, place, cut)).toHaveProperty("problem");
  });

  test("does not open with parts of two credentials", () => {
    const other = sealCredential(keys, place, "gsk_others");
    expect(openCredential(keys, place, { ...sealed, ciphertext: other.ciphertext })).toHaveProperty("problem");
    expect(openCredential(keys, place, { ...sealed, nonce: new Uint8Array(0) })).toHaveProperty("problem");
  });

  test("names both keys when it was sealed with another secret, and says nothing of its text", () => {
    const later = deriveSecret(Buffer.alloc(32, 8));
    const opened = openCredential(later, place, sealed);
    expect(opened).toEqual({ problem: expect.stringContaining(keys.credentialKeyId) as string });
    expect(opened).toEqual({ problem: expect.stringContaining(later.credentialKeyId) as string });
    expect(JSON.stringify(opened)).not.toContain("canary");
    const relabelled = { ...sealed, keyId: later.credentialKeyId };
    expect(openCredential(later, place, relabelled)).toHaveProperty("problem");
  });
});
