import { expect, test } from "vitest";
import { resultOf } from "../result/testing/result-of";
import { writeFiguresCsv } from "./write-figures-csv";

const head = { profile: "extract", trouble: "groq down", seed: 7, engine: "events", engineVersion: 1, address: "https://ledger.example/sandbox", writtenAt: "2026-01-01T00:00:00Z" };

test("figures stand one a row below what they are of, with their intervals, and what is not known is empty", () => {
  const intervals = { replications: 8, availability: [0.99, 0.999] as const, warcUsdPerMillion: null, effectiveUsdPerMillion: null, monthlyUsd: null, p: [[0.9, 1] as const], firstTokenP95Ms: null };
  const lines = writeFiguresCsv(head, [{ key: "0", name: "Version 4", isCurrent: true, result: resultOf({ availability: 0.995, warcUsdPerMillion: 1.2, intervals }) }]).split("\r\n");
  expect(lines.slice(0, 3)).toEqual(["# profile: extract", "# trouble: groq down", "# seed: 7"]);
  expect(lines).toContain("Version 4,,warc_usd_per_million,1.2,,");
  expect(lines).toContain("Version 4,,availability,0.995,0.99,0.999");
  expect(lines).toContain("Version 4,,thirty_days_usd,,,");
  expect(lines).toContain("Version 4,provider-1/model,p,1,0.9,1");
});

test("a name is never read as a formula, nor as two cells", () => {
  const csv = writeFiguresCsv(head, [{ key: "1", name: '=1+1,"x"', isCurrent: false, result: resultOf({}) }]);
  expect(csv).toContain(`"'=1+1,""x""",,availability,1,,`);
});
