import { resolve } from "node:path";
import { auditFiles } from "@/lib/audit/audit-files";
import type { AuditTerms } from "@/lib/audit/finding";
import { suggest, type TeamBoard } from "@/lib/audit/suggest";
import { loadKnown } from "@/lib/catalog/known/load-known";
import { weightsKey } from "@/lib/core/weights";
import { EnvError } from "@/lib/env";
import { changeAddresses } from "./change-addresses";
import { type AloneCommand, type Connect, type ExitCode, readArgs, Refused, type Surroundings, UsageError } from "./command";
import { type AuditReport, formatAudit, formatAuditJson } from "./format-audit";
import { readTeamBoard } from "./read-team-board";
import { chooseTeam } from "./team";
import { type Codebase, walkCodebase } from "./walk-codebase";

type Options = { folder: string; team: string | undefined; baseUrl: string | undefined; json: boolean; apply: boolean };

export const audit: AloneCommand = {
  usage: "audit DIR [--json] [--apply] [--team SLUG] [--base-url URL]",
  about: "find where code and configuration call LLM providers, and what would take their place: 0 nothing found, 1 something, 2 could not run",
  prepareAlone(args) {
    const { values, positionals } = readArgs(args, { json: { type: "boolean" }, apply: { type: "boolean" }, team: { type: "string" }, "base-url": { type: "string" } }, ["DIR"]);
    const baseUrl = values["base-url"];
    if (baseUrl !== undefined && !isPlainAddress(baseUrl)) throw new UsageError("--base-url must be a plain http or https address, such as https://ledger.example/api/v1");
    const options = { folder: positionals[0] ?? "", team: values.team, baseUrl, json: values.json ?? false, apply: values.apply ?? false };
    return (surroundings, connect) => run(options, surroundings, connect);
  },
};

async function run(options: Options, surroundings: Surroundings, connect: Connect): Promise<ExitCode> {
  const folder = resolve(surroundings.folder, options.folder);
  const codebase = await readCodebase(folder, options.folder);
  const terms = await prepareTerms(options.baseUrl ?? ownAddress(surroundings));
  const { team, board } = await findBoard(options.team, terms, surroundings, connect);
  let audited = auditFiles(codebase.files, terms);
  const { changed, refused } = options.apply ? await changeAddresses(folder, codebase.files, audited.findings) : { changed: [], refused: [] };
  if (changed.length > 0) audited = auditFiles(codebase.files, terms);
  const suggestions = new Map(audited.findings.map((finding) => [finding, suggest(finding, board, terms.baseUrl)]));
  const report: AuditReport = { baseUrl: terms.baseUrl, team, audited, suggestions, codebase: { ...codebase, files: codebase.files.length }, changed, refused };
  for (const line of options.json ? [formatAuditJson(report)] : formatAudit(report)) surroundings.out(line);
  return audited.findings.length === 0 ? 0 : 1;
}

async function readCodebase(folder: string, given: string): Promise<Codebase> {
  try {
    return await walkCodebase(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refused(`${given} cannot be read: ${code === "ENOENT" ? "there is no such folder" : code === "ENOTDIR" ? "it is no folder" : code}`);
  }
}

async function prepareTerms(baseUrl: string): Promise<AuditTerms> {
  const { providers } = await loadKnown();
  return { baseUrl, providers, weights: new Set(providers.flatMap(({ models }) => models.map(({ upstreamModel }) => weightsKey(upstreamModel, null)))) };
}

/** The team's prices and profiles; without a database, or a team to choose, the findings stand and savings are unknown. */
async function findBoard(slug: string | undefined, terms: AuditTerms, { note }: Surroundings, connect: Connect): Promise<{ team: string | null; board: TeamBoard | null }> {
  try {
    return await connect(async (context) => {
      const team = await chooseTeam(context, slug);
      return { team: team.slug, board: await readTeamBoard(context.db, team.id, terms.providers, new Date()) };
    });
  } catch (error) {
    if (slug !== undefined || !(error instanceof Refused || error instanceof EnvError)) throw error;
    note(`Savings and profiles are unknown: ${error instanceof EnvError ? "there is no database" : error.message}.`);
    return { team: null, board: null };
  }
}

function ownAddress({ variables }: Surroundings): string {
  const told = variables["NEXTAUTH_URL"];
  const own = told !== undefined && isPlainAddress(told) ? new URL(told).origin : `http://127.0.0.1:${variables["PORT"] || "3000"}`;
  return `${own}/api/v1`;
}

/** It is written into code and configuration: nothing that could end a text there. */
function isPlainAddress(text: string): boolean {
  return /^https?:\/\/[\w.-]+(:\d{1,5})?(\/[\w.~-]+)*\/?$/.test(text) && URL.canParse(text);
}
