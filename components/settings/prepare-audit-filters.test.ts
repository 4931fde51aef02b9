import { expect, test } from "vitest";
import { nameOfActor, prepareAuditFilters } from "./prepare-audit-filters";

const choices = { actors: [{ id: "u1", name: "Ada", email: "ada@example.com" }, { id: "operator", name: null, email: null }], kinds: ["api key", "profile"] };
const hrefOf = (change: object) => JSON.stringify(change);

test("offers whoever and whatever is in the log, each with its address", () => {
  const [person, thing, range] = prepareAuditFilters({ preset: "7d", actor: "operator" }, choices, hrefOf);
  expect(person?.current).toBe("operator");
  expect(person?.options.map(({ label, href }) => [label, href])).toEqual([
    ["Everybody", '{"actor":null}'],
    ["Ada (ada@example.com)", '{"actor":"u1"}'],
    ["Command line", '{"actor":"operator"}'],
  ]);
  expect(thing?.options.map(({ label }) => label)).toEqual(["Everything", "API key", "Profile"]);
  expect(range?.current).toBe("7d");
  expect(range?.options.some(({ label }) => label === "Own range")).toBe(false);
});

test("shows as chosen what the log does not have, and a range that is none of the presets", () => {
  const [, thing, range] = prepareAuditFilters({ preset: null, what: "budget" }, choices, hrefOf);
  expect(thing?.options.at(-1)).toMatchObject({ value: "budget", label: "budget (nothing in the log)" });
  expect(range?.options[0]).toMatchObject({ value: "own", label: "Own range" });
});

test.each([
  ["u1", "Ada", "Ada"],
  ["operator", null, "Command line"],
  ["u9", null, "Somebody who is gone"],
])("names %s", (id, name, words) => {
  expect(nameOfActor(id, name)).toBe(words);
});
