import type { Audited, AuditedFile, AuditTerms, Finding, Found } from "./finding";
import { createPyModules } from "./python-modules";
import type { PyModules } from "./python-scope";
import { readEnv } from "./read-env";
import { readPython } from "./read-python";
import { type Reading, readScript } from "./read-script";
import { originOf } from "./report-client";
import { readSettings } from "./read-settings";
import { createScriptModules, type ScriptModules } from "./script-modules";

const SCRIPT = /\.[cm]?[jt]sx?$/;
const TEST = /(^|\/)(tests?|__tests__|specs?|fixtures|__mocks__|e2e)\/|\.(test|spec)\.\w+$|(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$/i;

/** Whether an audit can read a file, by its name. */
export function isAudited(path: string): boolean {
  const name = path.split("/").at(-1) ?? path;
  return (SCRIPT.test(name) && !/\.d\.[cm]?ts$/.test(name)) || name.endsWith(".py") || isEnv(name) || /\.(jsonc?|ya?ml|toml)$/.test(name);
}

function isEnv(name: string): boolean {
  return /^\.env(\.|$)|\.env$/.test(name);
}

/** Findings in the order of paths and places, and the files that could not be read in full. */
export function auditFiles(files: readonly AuditedFile[], terms: AuditTerms): Audited {
  const modules = { scripts: createScriptModules(files, terms), python: createPyModules(files, terms) };
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
  const read = sorted.map((file) => ({ file, ...readFile(file, terms, modules) }));
  const others = new Map(read.flatMap((each) => ("others" in each ? [...each.others] : [])));
  return {
    findings: read.flatMap(({ file, found }) => placeFindings(file, found.map((each) => keepOthers(each, others.get(originOf(file.path, each.at)))))),
    troubles: read.flatMap(({ file, trouble }) => (trouble ? [{ path: file.path, ...trouble }] : [])),
  };
}

/** A client that also makes calls which RouteLedger does not serve cannot be sent there as a whole. */
function keepOthers(found: Found, otherUse: string | undefined): Found {
  return found.kind === "client" && otherUse !== undefined ? { ...found, edit: null, otherUse } : found;
}

function readFile({ path, text }: AuditedFile, terms: AuditTerms, { scripts, python }: { scripts: ScriptModules; python: PyModules }): Omit<Reading, "others"> | Reading {
  const name = path.split("/").at(-1) ?? path;
  if (SCRIPT.test(name)) return readScript(path, text, scripts);
  if (name.endsWith(".py")) return readPython(path, text, python);
  return isEnv(name) ? { found: readEnv(text, terms), trouble: null } : readSettings(path, text, terms);
}

/** By line and column; the same thing at the same place is one finding. */
function placeFindings({ path, text }: AuditedFile, found: readonly Found[]): Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  let [line, lineStart, looked] = [1, 0, 0];
  for (const { at, ...rest } of [...found].sort((a, b) => a.at - b.at || (a.kind < b.kind ? -1 : 1))) {
    const key = `${at} ${rest.kind} ${rest.model ?? ""}`;
    if (seen.has(key)) continue;
    seen.add(key);
    for (let next = text.indexOf("\n", looked); next !== -1 && next < at; next = text.indexOf("\n", looked)) {
      line += 1;
      lineStart = looked = next + 1;
    }
    findings.push({ path, line, column: at - lineStart + 1, isTest: TEST.test(path), ...rest });
  }
  return findings;
}
