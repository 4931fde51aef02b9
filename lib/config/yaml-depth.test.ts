import { expect, test } from "vitest";
import { parseConfig } from "./parse-config";
import type { Refusal } from "./refusal";
import { Variables } from "./variables";
import { isNestedTooDeeply } from "./yaml-depth";

test.each(["a: {b: [1, 2, {c: d}]}\ne:\n  - f\n  - g: [1]\n", "", "# nothing", `${"[".repeat(90)}${"]".repeat(90)}`, "a\n---\nb"])("%j is a file like others", (text) => {
  expect(isNestedTooDeeply(text)).toBe(false);
});

test.each([["lists", "["], ["mappings", "{a: "], ["lists by lines", "- "], ["keys", "? "], ["JSON", '{"a":']])("%s within each other without an end are found, and no file of them ends the process", (_, opening) => {
  const text = opening.repeat(20_000);
  expect(isNestedTooDeeply(text)).toBe(true);
  const refusals: Refusal[] = [];
  expect(parseConfig(text, new Variables({}), refusals)).toBeNull();
  expect(refusals).toEqual([{ line: 1, reason: "the file is nested too deeply" }]);
});
