import { expect, test } from "vitest";
import { computeAvailability } from "./availability";
import { ratio } from "./ratio";

test("fallbacks make up for what the first candidate did not serve", () => {
  expect(computeAvailability({ served: 98, failed: 2, rescued: 8 })).toEqual({ withFallback: ratio(98n, 100n), without: ratio(90n, 100n) });
});

test("nothing that ended is unknown, not 0% and not 100%", () => {
  expect(computeAvailability({ served: 0, failed: 0, rescued: 0 })).toEqual({ withFallback: null, without: null });
});
