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
export type TestRun = {
  passed: number;
  failed: string[];
  broken: string[];
  /** What was printed meanwhile. */
  said: string;
};

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

type RunOptions = { report?: string; env?: Record<string, string> };

/** @param report where the figures are written, which the tests must not need for themselves */
export async function runTests(
  folder: string,
  project: string,
  tests: readonly string[],
  { report: output = join(folder, "report.json"), env = {} }: RunOptions = {},
): Promise<TestRun> {
  await writeFile(output, "");
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  const args = [vitest, "run", "--project", project, "--bail", "1", "--reporter", "default", "--reporter", "json", "--outputFile.json", output, ...tests];
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "ignore"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  await new Promise((resolve, reject) => child.once("close", resolve).once("error", reject));
  const { numPassedTests, testResults } = report.parse(JSON.parse(await readFile(output, "utf8")));
  return {
    passed: numPassedTests,
    failed: testResults.flatMap((file) => file.assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName)),
    broken: testResults.filter(({ message }) => message !== "").map(({ message }) => message),
    said,
  };
}
