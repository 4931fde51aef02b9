import { expect, test } from "vitest";
import { type Influence, prepareTornado } from "./prepare-tornado";

const influence = (label: string, atLow: number, atHigh: number): Influence => ({ key: label, label, low: "90%", high: "99%", atLow, atHigh });

test("the input with the widest swing comes first, bars lie between the middle and their end", () => {
  const shown = prepareTornado([influence("Cached share", 1.1, 1.0), influence("Success of groq/llama", 1.4, 1.0)], 1.1);
  expect(shown?.rows.map(({ label, swing }) => [label, swing])).toEqual([["Success of groq/llama", "$0.40/M"], ["Cached share", "$0.10/M"]]);
  expect(shown?.baseX).toBe(25);
  expect(shown?.rows[0]?.low).toEqual({ text: "90%", cost: "$1.40/M", x: 25, width: 75 });
  expect(shown?.rows[0]?.high).toEqual({ text: "99%", cost: "$1.00/M", x: 0, width: 25 });
  expect(shown?.rows[0]?.words).toEqual(["99%: $1.00/M", "90%: $1.40/M"]);
  expect(shown?.summary).toBe("Success of groq/llama moves the effective cost most: $1.40/M at 90%, $1.00/M at 99%, $1.10/M in the middle.");
});

test("five are shown at most, and none that moves nothing", () => {
  const many = Array.from({ length: 8 }, (_, index) => influence(String(index), 1, 1 + index / 100));
  expect(prepareTornado(many, 1)?.rows.map(({ key }) => key)).toEqual(["7", "6", "5", "4", "3"]);
  expect(prepareTornado([influence("still", 1, 1)], 1)).toBeNull();
});
