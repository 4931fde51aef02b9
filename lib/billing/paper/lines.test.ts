import { expect, test } from "vitest";
import { richMonth } from "../testing/month";
import { prepareDimensions } from "./by-others";
import { prepareByProfile } from "./by-profile";
import { prepareLines } from "./lines";

const line = (index: number) => ({ id: `k${index}`, name: `key ${index}`, calls: 1, attempts: 1, unknownAttempts: 0, tokens: 10, spendUsd: "0.5" });

test.each([[24, 24, null], [25, 25, null], [26, 25, "2 more"], [40, 25, "16 more"]])("of %i lines %i stand in a table, the last of them for the rest", (count, shown, last) => {
  const lines = Array.from({ length: count }, (_, index) => line(index));
  const { rows } = prepareLines({ title: "By API key", head: "API key", lines, total: null, empty: "", linkOf: () => null });
  expect(rows).toHaveLength(shown);
  expect(rows.at(-1)?.[0]?.text).toBe(last ?? `key ${count - 1}`);
});

test("a member's keys stand in its line, and open their calls", () => {
  const month = richMonth();
  const table = prepareDimensions(month).find(({ title }) => title === "By member");
  const [ada] = table?.rows ?? [];
  const [key] = month.byKey;
  expect(ada?.at(-1)).toMatchObject({ text: "production", links: [{ text: "production", link: { to: "calls", filters: { key: key?.id } } }] });
  expect(table?.rows.every((row) => row.length === table.columns.length) && table.total?.length === table.columns.length).toBe(true);
});

test("waste of a profile has a plus where a failed attempt's cost is unknown, and is none where nothing of it is known", () => {
  const [first, ...others] = richMonth().byProfile;
  if (!first) throw new Error("there is no profile");
  const wasteOf = (failed: { attempts: number; unknownAttempts: number } | undefined) => {
    const [table] = prepareByProfile(richMonth({ byProfile: [{ ...first, ...(failed && { failed }) }, ...others] }));
    return table?.kind === "table" ? table.rows[0]?.[4]?.text : null;
  };
  expect([wasteOf(undefined), wasteOf({ attempts: 9, unknownAttempts: 0 }), wasteOf({ attempts: 9, unknownAttempts: 2 }), wasteOf({ attempts: 2, unknownAttempts: 2 })]).toEqual(["$321.68", "$321.68", "$321.68+", "Unknown"]);
});
