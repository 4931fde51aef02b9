import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scrub } from "./scrub";

describe("a provider's words", () => {
  it("become one line without what looks like a key", () => {
    expect(scrub("It broke:\r\n\u001b[31msk-abc***def", null)).toBe("It broke: [secret]");
    expect(scrub("asked with Bearer abc", null)).toBe("asked with [secret]");
  });

  it("never hold any part of the credential that begins in them, however it is escaped", () => {
    const spell = (char: string, how: number) => {
      const hex = char.charCodeAt(0).toString(16).padStart(2, "0");
      return [char, `%${hex}`, `%${hex.toUpperCase()}`, `\\u00${hex}`][how] ?? char;
    };
    const credential = "hunter2-(intern+al).";
    fc.assert(
      fc.property(fc.nat(600), fc.array(fc.nat(3), { minLength: 20, maxLength: 20 }), (before, hows) => {
        const spelled = Array.from(credential, (char, index) => spell(char, hows[index] ?? 0)).join("");
        const line = scrub(`${"z".repeat(before)} ${spelled}`, credential);
        expect(line.replace("[secret]", "")).toMatch(/^z* ?(?:\[[a-z]*)?$/);
        expect(line.length).toBeLessThanOrEqual(500);
      }),
    );
  });
});
