import { expect, test } from "vitest";
import { backgroundWithoutHistory, profileNamed } from "../testing/background";
import { suggestCandidates } from "./suggest-candidates";

const namesOf = (of: ReturnType<typeof suggestCandidates>) => of.map(({ name, profile }) => [name, ...profile.tiers.map(({ endpoint, position }) => `${position} ${endpoint.name}`)]);

test("a candidate is offered with one more tier that fails apart, with the order reversed, without the primary, and as a copy", () => {
  expect(namesOf(suggestCandidates(profileNamed("extract", ["alpha/m", "beta/m-4.1"]), backgroundWithoutHistory()))).toEqual([
    ["One more tier", "1 alpha/m", "2 beta/m-4.1", "3 gamma/m"],
    ["Order reversed", "1 beta/m-4.1", "2 alpha/m"],
    ["Without alpha", "1 beta/m-4.1"],
    ["Copy", "1 alpha/m", "2 beta/m-4.1"],
  ]);
});

test("of a profile with one tier and no other endpoint there is a copy alone", () => {
  const background = { endpoints: backgroundWithoutHistory().endpoints.slice(0, 1) };
  expect(namesOf(suggestCandidates(profileNamed("extract", ["alpha/m"]), background)).map(([name]) => name)).toEqual(["Copy"]);
});
