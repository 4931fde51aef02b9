// @ts-check
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createThrowaway, removeThrowaway } from "../postgres/throwaway.mjs";
import { prepareCheckout } from "../start/prepare.mjs";
import { formatFailure } from "../start/problem.mjs";
import { ROOT } from "../start/root.mjs";
import { createSteps, formatSeconds } from "../start/steps.mjs";
import { findChromium } from "./chromium.mjs";
import { addCounts, formatCounts, readPlaywrightCounts, readVitestCounts } from "./counts.mjs";
import { cleanEnvironment } from "./environment.mjs";
import { formatBrowserFailures } from "./failures.mjs";
import { runProgram } from "./program.mjs";

/** @typedef {{ name: string, run: () => Promise<void> }} Check */

/**
 * Runs every check, one after the other, and stops at the first that fails.
 * @param {{ withE2e: boolean }} options
 */
export async function main({ withE2e }) {
  const interrupt = new AbortController();
  for (const name of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(name, () => { interrupt.abort(new Error(`stopped by ${name}`)); });
  }
  const folder = await createThrowaway(ROOT, "run");
  cleanEnvironment(folder);
  const results = { folder, counts: { passed: 0, failed: 0 } };
  /** @type {string[]} */
  const done = [];
  let failure = "";
  for (const { name, run } of listChecks(withE2e, results, interrupt.signal)) {
    const startedAt = Date.now();
    console.log(`\n── ${name} ${"─".repeat(Math.max(0, 60 - name.length))}`);
    try {
      await run();
      interrupt.signal.throwIfAborted();
    } catch (error) {
      failure = `${name}: ${formatFailure(error)}`;
    }
    done.push(`  ${failure ? "✗" : "✓"} ${name.padEnd(20)} ${formatSeconds(Date.now() - startedAt)}`);
    if (failure) break;
  }
  await removeThrowaway(ROOT, folder);
  // Once more, for what a killed test process has left.
  await removeThrowaway(ROOT, await createThrowaway(ROOT, "run"));
  console.log(`\n${done.join("\n")}\n`);
  if (failure) console.error(`Failed at ${failure}`);
  console.log(formatCounts(results.counts));
  process.exit(failure ? 1 : 0);
}

/**
 * @param {boolean} withE2e
 * @param {{ folder: string, counts: import("./counts.mjs").Counts }} results
 * @param {AbortSignal} signal
 * @returns {Check[]}
 */
function listChecks(withE2e, results, signal) {
  const steps = createSteps(process.stdout);
  /** @param {import("../start/prepare.mjs").Part[]} parts */
  const prepare = (parts) => prepareCheckout({ root: ROOT, steps, signal, parts });
  /** @param {string[]} command a package's program, from node_modules, and its arguments */
  const tool = ([program = "", ...args]) => runProgram([process.execPath, join(ROOT, "node_modules", program), ...args], ROOT, signal);
  const folders = ["app", "lib", "components", "prisma", "e2e", "scripts", "bench"].filter((name) => existsSync(join(ROOT, name)));

  /** @param {string[]} projects */
  const vitest = async (...projects) => {
    const file = join(results.folder, `${projects[0]}.json`);
    const only = projects.flatMap((project) => ["--project", project]);
    try {
      await tool(["vitest/vitest.mjs", "run", ...only, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`]);
    } finally {
      addCounts(results.counts, readVitestCounts(file));
    }
  };
  const playwright = async () => {
    const file = join(results.folder, "playwright.json");
    process.env["PLAYWRIGHT_JSON_OUTPUT_FILE"] = file;
    try {
      await tool(["@playwright/test/cli.js", "test", "--reporter=list,json"]);
    } finally {
      addCounts(results.counts, readPlaywrightCounts(file));
      console.log(formatBrowserFailures(file, join(ROOT, ".routeledger", "test", "results", "logs")));
    }
  };
  const lint = async () => {
    await tool(["eslint/bin/eslint.js", ".", "--max-warnings", "0"]);
    await tool(["dependency-cruiser/bin/dependency-cruise.mjs", "--config", ".dependency-cruiser.cjs", ...folders]);
  };
  const types = async () => {
    await tool(["next/dist/bin/next", "typegen"]);
    await tool(["typescript/bin/tsc", "--noEmit"]);
  };
  const checks = [
    { name: "Prepare", run: () => prepare(["packages", "client"]) },
    { name: "Lint and types", run: () => together([lint, types]) },
    { name: "Unit tests", run: () => vitest("unit") },
    { name: "Integration tests", run: () => vitest("integration", "integration-alone") },
    { name: "Production build", run: () => prepare(["pages", "gateway"]) },
  ];
  if (!withE2e) return checks;
  const browser = () => steps.run("Chromium", async (report) => {
    const path = await findChromium(ROOT, report, signal);
    process.env["CHROMIUM_PATH"] = path;
    report(path);
  });
  return [...checks, { name: "Browser", run: browser }, { name: "End-to-end tests", run: playwright }];
}

/**
 * Both read the sources alone and use one core each. The first failure counts once the other has had its say as well.
 * @param {(() => Promise<void>)[]} checks
 */
async function together(checks) {
  const ends = await Promise.allSettled(checks.map((check) => check()));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}
