import fc from "fast-check";
import { expect, test } from "vitest";
import { placeLabels, textBox } from "./place-labels";

const HEIGHT = 260;

test("a name stands to the right of its mark, and to the left where the plot ends", () => {
  const named = [{ key: "a", text: "Version 4", x: 10, y: 20 }, { key: "b", text: "Candidate", x: 98, y: 80 }];
  expect(placeLabels(named, named, HEIGHT).map(({ anchor }) => anchor)).toEqual(["start", "end"]);
});

test("names never cover each other, whatever the width of the plot", () => {
  const mark = fc.record({ x: fc.integer({ min: 0, max: 100 }), y: fc.integer({ min: 0, max: 100 }), letters: fc.integer({ min: 1, max: 24 }) });
  fc.assert(
    fc.property(fc.array(mark, { maxLength: 8 }), fc.integer({ min: 230, max: 1100 }), (marks, width) => {
      const named = marks.map(({ x, y, letters }, index) => ({ key: String(index), text: "x".repeat(letters), x, y }));
      const boxes = placeLabels(named, named, HEIGHT).map((label) => textBox(label, label, HEIGHT));
      for (const [index, a] of boxes.entries()) {
        for (const b of boxes.slice(index + 1)) {
          const across = a.at * width + a.right <= b.at * width + b.left || b.at * width + b.right <= a.at * width + a.left;
          expect(across || a.bottom <= b.top || b.bottom <= a.top).toBe(true);
        }
      }
    }),
  );
});
