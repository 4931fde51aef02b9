import { scryptSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { generatePassword, hashPassword, MAX_PASSWORD_LENGTH, verifyPassword } from "./password";

describe("passwords", () => {
  test("are known again, and no others are", async () => {
    const stored = await hashPassword("correct horse battery");
    expect(await verifyPassword("correct horse battery", stored)).toBe(true);
    expect(await verifyPassword("correct horse batterY", stored)).toBe(false);
    expect(await verifyPassword("", stored)).toBe(false);
  });

  test("are salted: the same one is stored in two ways", async () => {
    expect(await hashPassword("the same")).not.toBe(await hashPassword("the same"));
  });

  test("are stored with the parameters, and older ones stay valid", async () => {
    const salt = Buffer.from("0123456789abcdef");
    const hash = scryptSync("from before", salt, 32, { N: 2 ** 10, r: 4, p: 2 }).toString("base64url");
    const stored = `$scrypt$ln=10,r=4,p=2$${salt.toString("base64url")}$${hash}`;
    expect(await verifyPassword("from before", stored)).toBe(true);
    expect(await verifyPassword("from later", stored)).toBe(false);
    expect(await hashPassword("x")).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/);
  });

  test("may be typed composed or decomposed", async () => {
    expect(await verifyPassword("cafe\u0301 au lait", await hashPassword("caf\u00e9 au lait"))).toBe(true);
  });

  test("beyond the limit are never right, not even by their beginning", async () => {
    const stored = await hashPassword("x".repeat(MAX_PASSWORD_LENGTH));
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
