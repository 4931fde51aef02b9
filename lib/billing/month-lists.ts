import { modelOf, providerOf } from "@/lib/core/endpoint-name";
import { parseUsdExact } from "@/lib/core/money";
import type { Cause } from "@/lib/core/outcome";
import { decimal, usd } from "./amounts";
import { figuresOf } from "./month-figures";
import type { MonthNames } from "./month-names";
import type { FinestLine, MonthLine, MonthReport, TagLine } from "./month-report";
import type { MonthAttempts, MonthCalls, TagSums } from "./month-rows";

/** The rows that every list and the total of a month are made of. */
export type MonthRows = { attempts: readonly MonthAttempts[]; calls: readonly MonthCalls[]; names: MonthNames };

type Lists = Pick<MonthReport, "byTier" | "byProvider" | "byModel" | "byKey" | "byMember" | "waste" | "lines">;

/** What stands in the lists of who served for the calls that nobody did. */
const UNSERVED = { id: "", name: "(not served)" };

export function listsOf(rows: MonthRows): Lists {
  const { attempts, names } = rows;
  return {
    byTier: listTiers(rows),
    byProvider: listServers(rows, providerOf),
    byModel: listServers(rows, modelOf),
    byKey: listCallers(rows, (keyId) => keyId, names.key),
    byMember: listCallers(rows, names.memberOfKey, names.member),
    waste: listWaste(attempts),
    lines: listLines(attempts, names),
  };
}

/** A line of rows and the calls that it stands for. */
export function lineOf(id: string, name: string, attempts: readonly MonthAttempts[], calls: number): MonthLine {
  return {
    id, name, calls,
    attempts: countOf(attempts, (row) => row.attempts),
    unknownAttempts: countOf(attempts, (row) => (row.basis === "unknown" ? row.attempts : 0)),
    tokens: countOf(attempts, (row) => Number(row.tokens)),
    spendUsd: usd(attempts.reduce((all, row) => all + row.costPico, 0n)),
  };
}

/** By who served: a served call has one attempt that served it. */
function listServers({ attempts, calls }: MonthRows, nameOf: (endpoint: string) => string): MonthLine[] {
  const lines = [...groupBy(attempts, ({ endpoint }) => nameOf(endpoint))].map(([name, group]) => lineOf(name, name, group, servedBy(group)));
  return [...sortLines(lines), ...unservedLine(attempts, calls)];
}

function unservedLine(attempts: readonly MonthAttempts[], calls: readonly MonthCalls[]): MonthLine[] {
  const unserved = countOf(calls, (row) => row.calls) - servedBy(attempts);
  return unserved === 0 ? [] : [lineOf(UNSERVED.id, UNSERVED.name, [], unserved)];
}

function servedBy(attempts: readonly MonthAttempts[]): number {
  return countOf(attempts, (row) => (row.outcome === "served" ? row.attempts : 0));
}

/** By who asked. */
function listCallers({ attempts, calls }: MonthRows, idOf: (keyId: string) => string, nameOf: (id: string) => string): MonthLine[] {
  const attemptsOf = groupBy(attempts, ({ keyId }) => idOf(keyId));
  const callsOf = groupBy(calls, ({ keyId }) => idOf(keyId));
  const ids = new Set([...callsOf.keys(), ...attemptsOf.keys()]);
  return sortLines([...ids].map((id) => lineOf(id, nameOf(id), attemptsOf.get(id) ?? [], countOf(callsOf.get(id) ?? [], (row) => row.calls))));
}

function listTiers({ attempts, calls, names }: MonthRows): MonthReport["byTier"] {
  const tiers = [...groupBy(attempts, ({ profileId }) => profileId)].flatMap(([profileId, ofProfile]) => {
    const { slug } = names.profile(profileId);
    return figuresOf(ofProfile, []).tiers.map(({ endpointId, endpoint, tier, compositeCost, share }) => {
      const group = ofProfile.filter((row) => row.endpointId === endpointId);
      const line = lineOf(`${slug}/${endpointId}`, `${slug}: ${endpoint}`, group, servedBy(group));
      return { ...line, profile: slug, tier, endpoint, warcPerMillion: decimal(compositeCost), servedShare: decimal(share) };
    });
  });
  const unserved = unservedLine(attempts, calls).map((line) => ({ ...line, profile: "", tier: null, endpoint: "", warcPerMillion: null, servedShare: null }));
  return [...tiers.sort((a, b) => compareText(a.profile, b.profile) || a.tier - b.tier || compareText(a.id, b.id)), ...unserved];
}

function listWaste(attempts: readonly MonthAttempts[]): MonthReport["waste"] {
  const failed = attempts.filter(({ outcome }) => outcome === "failed");
  const groups = groupBy(failed, ({ cause, endpoint }) => `${cause} ${providerOf(endpoint)}`);
  return [...groups.values()].map((group) => {
    const [first] = group as [MonthAttempts];
    const { attempts: count, unknownAttempts, spendUsd } = lineOf("", "", group, 0);
    const costPico = group.reduce((all, row) => all + row.costPico, 0n);
    return { costPico, line: { cause: first.cause as Cause, provider: providerOf(first.endpoint), attempts: count, unknownAttempts, wasteUsd: spendUsd } };
  }).sort((a, b) => compareDescending(a.costPico, b.costPico) || b.line.attempts - a.line.attempts || compareText(a.line.cause + a.line.provider, b.line.cause + b.line.provider))
    .map(({ line }) => line);
}

export function listLines(attempts: readonly MonthAttempts[], names: MonthNames): FinestLine[] {
  const groups = groupBy(attempts, ({ profileId, endpointId, endpoint, keyId }) => `${profileId} ${endpointId} ${keyId} ${endpoint}`);
  return [...groups].sort(([a], [b]) => compareText(a, b)).map(([, group]) => {
    const [{ profileId, endpointId, endpoint, keyId }] = group as [MonthAttempts];
    const { attempts: count, unknownAttempts, spendUsd } = lineOf("", "", group, 0);
    return { profile: names.profile(profileId).slug, endpoint, endpointId, keyId, memberId: names.memberOfKey(keyId), attempts: count, unknownAttempts, spendUsd };
  });
}

export function listTagLines(sums: readonly TagSums[]): MonthReport["byTag"] {
  return [...groupBy(sums, ({ tag }) => tag)].sort(([a], [b]) => compareText(a, b)).map(([tag, rows]) => ({
    tag,
    values: rows
      .sort((a, b) => compareDescending(a.costPico, b.costPico) || compareText(a.value, b.value))
      .map(({ value, calls, known, costPico }): TagLine => ({ value, calls, unknownCalls: calls - known, spendUsd: usd(costPico) })),
  }));
}

/** The dearest first. */
export function sortLines<Line extends MonthLine>(lines: readonly Line[]): Line[] {
  const spend = ({ spendUsd }: Line) => parseUsdExact(spendUsd);
  return [...lines].sort((a, b) => compareDescending(spend(a), spend(b)) || b.calls - a.calls || compareText(a.id, b.id));
}

export function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

export function countOf<Row>(rows: readonly Row[], count: (row: Row) => number): number {
  return rows.reduce((all, row) => all + count(row), 0);
}

/** By code unit: the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function compareDescending(a: bigint, b: bigint): number {
  return a > b ? -1 : Number(a < b);
}
