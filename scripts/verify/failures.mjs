// @ts-check
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [PAGE_LINES, LOG_LINES] = [150, 40];

/** @typedef {{ title: string, tests?: { results: { status: string, attachments: { name: string, path?: string }[] }[] }[] }} Spec */
/** @typedef {{ specs?: Spec[], suites?: Suite[] }} Suite */

/**
 * Tells why browser tests failed to who has nothing but what was printed: what each page showed then, and how the
 * product's logs end.
 * @param {string} report of Playwright's json reporter
 * @param {string} logs the folder with the product's logs, `.log` each
 * @returns {string} empty when nothing failed
 */
export function formatBrowserFailures(report, logs) {
  const failed = existsSync(report) ? listFailed(JSON.parse(readFileSync(report, "utf8"))) : [];
  if (failed.length === 0) return "";
  const names = existsSync(logs) ? readdirSync(logs).filter((name) => name.endsWith(".log")).sort() : [];
  const ends = names.map((name) => section(name, readFileSync(join(logs, name), "utf8").trimEnd().split("\n").slice(-LOG_LINES)));
  return [...failed.map(({ title, path }) => section(title, readPage(path))), ...ends].join("\n");
}

/**
 * @param {Suite} suite
 * @returns {{ title: string, path: string | undefined }[]}
 */
function listFailed({ specs = [], suites = [] }) {
  const own = specs.flatMap(({ title, tests = [] }) =>
    tests.flatMap(({ results }) => results)
      .filter(({ status }) => status === "failed" || status === "timedOut")
      .map(({ attachments }) => ({ title, path: attachments.find(({ name }) => name === "error-context")?.path })));
  return [...own, ...suites.flatMap(listFailed)];
}

/**
 * The error and the page as a tree of roles, without the test's source, which is at hand.
 * @param {string | undefined} path
 */
function readPage(path) {
  if (path === undefined || !existsSync(path)) return ["(Playwright wrote down no page.)"];
  const [told = ""] = readFileSync(path, "utf8").replace(/^[^]*?(?=^# Error details$)/m, "").split(/^# Test source$/m);
  const lines = told.trim().split("\n");
  return lines.length > PAGE_LINES ? [...lines.slice(0, PAGE_LINES), `(${lines.length - PAGE_LINES} more lines)`] : lines;
}

/**
 * @param {string} name
 * @param {string[]} lines
 */
function section(name, lines) {
  return `\n── ${name}\n${lines.join("\n")}`;
}
