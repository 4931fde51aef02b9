import { expect, test } from "vitest";
import { columnAt, spanOf, zoomHref } from "./column-span";

const columns = [{ from: "a", to: "b" }, { from: "b", to: "c" }, { from: "c", to: "d" }];

test("a drag to the left is the same span as one to the right", () => {
  expect([spanOf(2, 1), spanOf(1, 2)]).toEqual([{ first: 1, last: 2 }, { first: 1, last: 2 }]);
});

test("a pointer beside the plot is at its first or last column", () => {
  expect([-0.2, 0, 0.34, 0.999, 1.4].map((at) => columnAt(at, 3))).toEqual([0, 0, 1, 2, 2]);
});

test("the address keeps what else it says", () => {
  expect(zoomHref(columns, { first: 1, last: 2 }, [["profile", "x"]])).toBe("?profile=x&from=b&to=d");
  expect(zoomHref([], { first: 0, last: 0 }, [])).toBeNull();
});
