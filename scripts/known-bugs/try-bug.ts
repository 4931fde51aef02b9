import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Bug } from "./bugs";

const report = z.object({
  numPassedTests: z.int(),
  testResults: z.array(
    z.object({ message: z.string(), assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })) }),
  ),
});

/** What a run of tests came to. `broken`: a file that could not be run at all, which says nothing about a bug. */
export type TestRun = { passed: number; failed: string[]; broken: string[] };

/** Puts the bug into a copy of the checkout, runs the tests that have to notice, and takes it out again. @throws when it does not apply */
export async function tryBug(copy: string, { file, from, to, tests, project }: Bug): Promise<TestRun> {
  const path = join(copy, file);
  const source = await readFile(path, "utf8");
  if (source.split(from).length !== 2) throw new Error(`${file} no longer holds exactly once: ${from.trim()}`);
  await writeFile(path, source.replace(from, () => to));
  try {
    return await runTests(copy, project ?? "unit", tests);
  } finally {
    await writeFile(path, source);
  }
}

export async function runTests(copy: string, project: string, tests: readonly string[]): Promise<TestRun> {
  const output = join(copy, "report.json");
  await writeFile(output, "");
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  const args = [vitest, "run", "--project", project, "--bail", "1", "--reporter", "json", "--outputFile", output, ...tests];
  const child = spawn(process.execPath, args, { cwd: copy, stdio: "ignore" });
  await new Promise((resolve, reject) => child.once("exit", resolve).once("error", reject));
  const { numPassedTests, testResults } = report.parse(JSON.parse(await readFile(output, "utf8")));
  return {
    passed: numPassedTests,
    failed: testResults.flatMap((file) => file.assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName)),
    broken: testResults.filter(({ message }) => message !== "").map(({ message }) => message),
  };
}
