import { scryptSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { generatePassword, hashPassword, MAX_PASSWORD_LENGTH, verifyPassword } from "./password";

/** With parameters that have grown since. */
function storeAsBefore(password: string): string {
  const salt = Buffer.from("0123456789abcdef");
  const hash = scryptSync(password, salt, 32, { N: 2 ** 10, r: 4, p: 2 }).toString("base64url");
  return `$scrypt$ln=10,r=4,p=2$${salt.toString("base64url")}$${hash}`;
}

describe("passwords", () => {
  test("are known again, composed or decomposed, and no others are", async () => {
    const stored = await hashPassword("caf\u00e9 horse battery");
    const verdicts = ["caf\u00e9 horse battery", "cafe\u0301 horse battery", "caf\u00e9 horse batterY", ""].map((given) => verifyPassword(given, stored));
    expect(await Promise.all(verdicts)).toEqual([true, true, false, false]);
  });

  test("are stored as strongly as promised, and salted: the same one in two ways", async () => {
    const [one, other] = await Promise.all([hashPassword("the same"), hashPassword("the same")]);
    expect(one).not.toBe(other);
    expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/);
  });

  test("are stored with the parameters, and older ones stay valid", async () => {
    const stored = storeAsBefore("from before");
    expect(await verifyPassword("from before", stored)).toBe(true);
    expect(await verifyPassword("from later", stored)).toBe(false);
  });

  test("beyond the limit are never right, not even by their beginning", async () => {
    const stored = storeAsBefore("x".repeat(MAX_PASSWORD_LENGTH));
    expect(await verifyPassword("x".repeat(MAX_PASSWORD_LENGTH), stored)).toBe(true);
    expect(await verifyPassword("x".repeat(MAX_PASSWORD_LENGTH + 1), stored)).toBe(false);
  });

  test.each([null, "", "$scrypt$", "$argon2id$v=19$m=1,t=1,p=1$YQ$YQ"])("of nobody (%j) are wrong", async (stored) => {
    expect(await verifyPassword("anything", stored)).toBe(false);
  });

  test("of nobody take as long to refuse as those of somebody", async () => {
    const stored = await hashPassword("somebody");
    const time = async (hash: string | null) => {
      const begun = performance.now();
      await verifyPassword("guess", hash);
      return performance.now() - begun;
    };
    const [nobody, somebody] = [await time(null), await time(stored)];
    expect(nobody).toBeGreaterThan(somebody / 3);
  });

  test("that are generated differ and are long", () => {
    expect(generatePassword()).toMatch(/^[0-9A-Za-z]{20}$/);
    expect(generatePassword()).not.toBe(generatePassword());
  });
});
