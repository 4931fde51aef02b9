import { expect, test } from "vitest";
import { type MovedInput, prepareTornado } from "./prepare-tornado";

const moved = (path: string, low: number | null, high: number | null, said: Partial<MovedInput> = {}): MovedInput => ({
  path, label: path, basis: "tenth", ends: [0.9, 1.1], low: { effectiveUsdPerMillion: low }, high: { effectiveUsdPerMillion: high }, ...said,
});

test("the input with the widest swing comes first, bars lie between the middle and their end", () => {
  const success = moved("endpoints.groq/llama.success", 1.4, 1, { label: "groq/llama: success", basis: "ledger", ends: [0.9, 0.99] });
  const shown = prepareTornado([moved("traffic.cachedShare", 1.1, 1), success], 1.1);
  expect(shown?.rows.map(({ label, swing }) => [label, swing])).toEqual([["groq/llama: success (recorded)", "$0.40/M"], ["traffic.cachedShare (a tenth less and more)", "$0.10/M"]]);
  expect(shown?.baseX).toBe(25);
  expect(shown?.rows[0]?.low).toEqual({ text: "90.0%", cost: "$1.40/M", x: 25, width: 75 });
  expect(shown?.rows[0]?.high).toEqual({ text: "99.0%", cost: "$1.00/M", x: 0, width: 25 });
  expect(shown?.rows[0]?.words).toEqual(["99.0%: $1.00/M", "90.0%: $1.40/M"]);
  expect(shown?.rows[1]?.words).toEqual(["+10.0%: $1.00/M", "-10.0%: $1.10/M"]);
  expect(shown?.summary).toBe("groq/llama: success (recorded) moves the effective cost most: $1.40/M at 90.0%, $1.00/M at 99.0%, $1.10/M in the middle.");
});

test("five are shown at most, and none that moves nothing or by an unknown amount", () => {
  const many = Array.from({ length: 8 }, (_, index) => moved(String(index), 1, 1 + index / 100));
  expect(prepareTornado(many, 1)?.rows.map(({ key }) => key)).toEqual(["7", "6", "5", "4", "3"]);
  expect(prepareTornado([moved("still", 1, 1), moved("unknown", null, 1.2)], 1)).toBeNull();
});
