// @ts-check
import { existsSync, readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number }} Counts */

/**
 * @param {string} file the report of Vitest's json reporter; counts nothing when it is missing
 * @returns {Counts}
 */
export function readVitestCounts(file) {
  const report = readReport(file);
  // A file that cannot be loaded fails as a suite, and has no test to count.
  const broken = (report?.testResults ?? []).filter((/** @type {{ status: string, assertionResults: unknown[] }} */ suite) => suite.status === "failed" && suite.assertionResults.length === 0);
  return { passed: report?.numPassedTests ?? 0, failed: (report?.numFailedTests ?? 0) + broken.length };
}

/**
 * @param {string} file the report of Playwright's json reporter; counts nothing when it is missing
 * @returns {Counts}
 */
export function readPlaywrightCounts(file) {
  const stats = readReport(file)?.stats;
  return { passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0), failed: stats?.unexpected ?? 0 };
}

/**
 * @param {Counts} total
 * @param {Counts} more
 */
export function addCounts(total, more) {
  total.passed += more.passed;
  total.failed += more.failed;
}

/** @param {Counts} counts */
export function formatCounts({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}

/** @param {string} file */
function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}
