import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { formatBrowserFailures } from "./failures.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "failures-"));
  mkdirSync(join(folder, "logs"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function report(status: string): string {
  const page = join(folder, "error-context.md");
  const tree = Array.from({ length: 200 }, (_, index) => `- row ${index}`).join("\n");
  writeFileSync(page, `# Instructions\n\n# Test info\n\n# Error details\n\nnot visible\n\n# Page snapshot\n\n${tree}\n\n# Test source\n\nclick()\n`);
  writeFileSync(join(folder, "logs", "pages.log"), Array.from({ length: 50 }, (_, index) => `line ${index}`).join("\n"));
  const specs = [{ title: "a story", tests: [{ results: [{ status, attachments: [{ name: "error-context", path: page }] }] }] }];
  const file = join(folder, "report.json");
  writeFileSync(file, JSON.stringify({ suites: [{ suites: [{ specs }] }] }));
  return formatBrowserFailures(file, join(folder, "logs"));
}

it("tells of a failed browser test what its page showed, and how the product's logs end, both cut", () => {
  const text = report("timedOut");
  for (const told of ["── a story\n# Error details\n\nnot visible", "- row 0\n", "more lines)", "── pages.log\nline 10\n", "line 49"]) expect(text).toContain(told);
  for (const left of ["# Instructions", "click()", "- row 199", "line 9\n"]) expect(text).not.toContain(left);
});

it("has nothing to tell when all passed, or nothing was written", () => {
  expect(report("passed")).toBe("");
  expect(formatBrowserFailures(join(folder, "none"), join(folder, "none"))).toBe("");
});
