import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { addCounts, formatCounts, readPlaywrightCounts, readVitestCounts } from "./counts.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "counts-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(report: unknown): string {
  const file = join(folder, "report.json");
  writeFileSync(file, JSON.stringify(report));
  return file;
}

it("counts Vitest's tests, and a file that cannot be loaded as one that failed", () => {
  const testResults = [
    { status: "passed", assertionResults: [{}, {}] },
    { status: "failed", assertionResults: [{}] },
    { status: "failed", assertionResults: [] },
  ];
  expect(readVitestCounts(write({ numPassedTests: 2, numFailedTests: 1, testResults }))).toEqual({ passed: 2, failed: 2 });
});

it("counts Playwright's tests, those that passed at the second attempt too", () => {
  expect(readPlaywrightCounts(write({ stats: { expected: 5, flaky: 1, unexpected: 2, skipped: 3 } }))).toEqual({ passed: 6, failed: 2 });
});

it("counts nothing where no report was written", () => {
  expect(readVitestCounts(join(folder, "none"))).toEqual({ passed: 0, failed: 0 });
  expect(readPlaywrightCounts(join(folder, "none"))).toEqual({ passed: 0, failed: 0 });
});

it("ends a run with one plain line", () => {
  const total = { passed: 1, failed: 0 };
  addCounts(total, { passed: 2, failed: 1 });
  expect(formatCounts(total)).toBe("3 passed, 1 failed");
});
