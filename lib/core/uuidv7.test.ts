import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isUuidv7, uuidv7, uuidv7TimeMs, UUID_RANDOM_BYTES } from "./uuidv7";

const times = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const randomness = fc.uint8Array({ minLength: UUID_RANDOM_BYTES, maxLength: UUID_RANDOM_BYTES });

describe("uuidv7", () => {
  it("writes the example of RFC 9562, appendix A.6", () => {
    const random = Uint8Array.of(0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f);
    expect(uuidv7(0x017f22e279b0, random)).toBe("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  });

  it("gives back its time, whatever the randomness", () => {
    fc.assert(
      fc.property(times, randomness, (nowMs, random) => {
        const id = uuidv7(nowMs, random);
        expect(isUuidv7(id)).toBe(true);
        expect(uuidv7TimeMs(id)).toBe(nowMs);
      }),
    );
  });

  it("sorts by time as text", () => {
    fc.assert(
      fc.property(times, times, randomness, randomness, (a, b, left, right) => {
        fc.pre(a < b);
        expect(uuidv7(a, left) < uuidv7(b, right)).toBe(true);
      }),
    );
  });

  it("takes its randomness from the offset on", () => {
    fc.assert(
      fc.property(times, randomness, (nowMs, random) => {
        const shifted = Uint8Array.of(1, 2, 3, ...random);
        expect(uuidv7(nowMs, shifted, 3)).toBe(uuidv7(nowMs, random));
      }),
    );
  });

  it.each(["", "017f22e2-79b0-4cc3-98c4-dc0c0c07398f", "017F22E2-79B0-7CC3-98C4-DC0C0C07398F", "017f22e279b07cc398c4dc0c0c07398f"])(
    "does not take %j for a UUIDv7",
    (text) => {
      expect(isUuidv7(text)).toBe(false);
    },
  );
});
