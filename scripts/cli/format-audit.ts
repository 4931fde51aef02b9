import type { Audited, Finding } from "@/lib/audit/finding";
import type { Suggestion } from "@/lib/audit/suggest";
import { formatUsdRatio } from "@/lib/core/money";
import { formatRatio, negate } from "@/lib/core/ratio";
import type { Changed } from "./change-addresses";
import type { Codebase } from "./walk-codebase";

export type AuditReport = {
  baseUrl: string;
  /** A team's slug; null where savings are unknown for want of one. */
  team: string | null;
  audited: Audited;
  suggestions: ReadonlyMap<Finding, Suggestion>;
  codebase: Pick<Codebase, "skipped" | "isCut"> & { files: number };
  changed: readonly Changed[];
  refused: readonly { path: string; why: string }[];
};

/** For people. */
export function formatAudit({ audited, suggestions, codebase, changed, refused, team }: AuditReport): string[] {
  const { findings, troubles } = audited;
  const lines = changed.map(({ path, edits }) => `${printable(path)}: ${count(edits, "address", "addresses")} changed`);
  lines.push(...refused.map(({ path, why }) => `${printable(path)}: not changed, ${why}`));
  if (lines.length > 0) lines.push("");
  for (const finding of findings) {
    const { path, line, column, kind, code, provider, model, isTest, edit } = finding;
    const suggestion = suggestions.get(finding);
    const called = [provider ?? "a provider that the code does not name", model === null ? "" : JSON.stringify(model)].filter(Boolean).join(" ");
    lines.push(`${printable(path)}:${line}:${column}  ${kind}  ${printable(code)}: ${printable(called)}${isTest ? "  (test)" : ""}`);
    if (suggestion) lines.push(`    ${printable(suggestion.change)}${edit ? "  [--apply]" : ""}`);
    if (kind === "model" && suggestion) lines.push(`    ${describeSaving(suggestion, team !== null)}`);
  }
  lines.push(...troubles.map(({ path, line, message }) => `${printable(path)}${line === null ? "" : `:${line}`}: ${printable(message)}`));
  lines.push(...(lines.length > 0 && lines.at(-1) !== "" ? [""] : []), summarize(audited, codebase));
  return lines;
}

function describeSaving({ saving, from, floor, kind, names }: Suggestion, hasTeam: boolean): string {
  const which = kind === "profile" ? `the profile ${names[0]}` : kind === "chain" ? `a chain of ${count(names.length, "endpoint")}` : "nothing yet";
  if (!hasTeam) return "saving: unknown (no team's prices at hand)";
  if (saving === null) return `by ${which}; saving: unknown`;
  if (saving.numerator === 0n) return `by ${which}; saving: none, ${from} is the cheapest of these weights`;
  const amount = saving.numerator > 0n ? `saves ${formatUsdRatio(saving)}` : `costs ${formatUsdRatio(negate(saving))} more`;
  return `by ${which}; ${amount} per 1 M tokens at the team's mix (${floor} for ${from})`;
}

function summarize({ findings, troubles }: Audited, { files, skipped, isCut }: AuditReport["codebase"]): string {
  const tests = findings.filter(({ isTest }) => isTest).length;
  const places = new Set(findings.map(({ path }) => path)).size;
  const left = Object.values(skipped).reduce((sum, each) => sum + each, 0);
  return [
    findings.length === 0 ? `Nothing found in ${count(files, "file")}.` : `${count(findings.length, "finding")} in ${places} of ${count(files, "file")}${tests === 0 ? "" : `, ${tests} of them in tests`}.`,
    troubles.length === 0 ? "" : `${count(troubles.length, "file")} could not be read in full.`,
    left === 0 ? "" : `Left out: ${Object.entries(skipped).filter(([, each]) => each > 0).map(([why, each]) => `${each} ${WHY[why as keyof typeof WHY]}`).join(", ")}.`,
    isCut ? "There are more files than are looked through: audit a folder within." : "",
  ].filter(Boolean).join(" ");
}

const WHY: Readonly<Record<keyof Codebase["skipped"], string>> = { tooLarge: "above 1 MB", generated: "generated or minified", notText: "not UTF-8 text", unreadable: "unreadable" };

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Names of files and models come from anybody: none may move the cursor of a terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "?").slice(0, 300);
}

/** For programs: the form of docs/audit.md, always in the same order. */
export function formatAuditJson({ baseUrl, team, audited, suggestions, codebase, changed, refused }: AuditReport): string {
  return JSON.stringify({
    version: 1, baseUrl, team, files: codebase.files, skipped: codebase.skipped, isCut: codebase.isCut,
    findings: audited.findings.map((finding) => {
      const { path, line, column, kind, code, provider, model, isTest, edit } = finding;
      const { kind: by, names, change, saving, from, floor } = suggestions.get(finding) ?? { kind: "none", names: [], change: "", saving: null, from: null, floor: null };
      return {
        path, line, column, kind, code, provider, model, isTest, replacement: { kind: by, names }, change, canApply: edit !== null,
        savingUsdPerMillion: saving && formatRatio(saving, 12, "half-away"), savingFrom: from, savingTo: floor,
      };
    }),
    problems: audited.troubles, changed, refused,
  }, null, 2);
}
