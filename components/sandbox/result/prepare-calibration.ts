import type { Interval } from "@/lib/sandbox/result";
import { share } from "../../amounts";
import { availability as availabilityText } from "../../availability";
import { percent } from "../../chart/geometry";
import { plural } from "../../counts";
import { perMillion, toRatio } from "./figures";
import type { TableForm } from "../../chart/table-toggle";

/** One figure, predicted and happened; null is not known or does not apply. */
export type ComparedFigure = {
  predicted: number | null;
  interval: Interval | null;
  happened: number | null;
  /** What chance alone leaves open of what happened. */
  sampling: Interval | null;
  /** Whether the two are no further apart than chance explains; null where nobody can tell. */
  agrees: boolean | null;
};

/** What was predicted of a version, and what happened while it served. */
export type CalibrationInput = {
  version: number;
  calls: number;
  availability: ComparedFigure;
  warcUsdPerMillion: ComparedFigure;
  effectiveUsdPerMillion: ComparedFigure;
  tiers: readonly (ComparedFigure & { tier: number; endpoint: string })[];
};

/** Lengths are percentages of the group's axis. */
export type CalibrationRow = {
  key: string;
  label: string;
  predicted: string;
  happened: string;
  /** "agrees", "differs", "too few calls" */
  word: string;
  isOff: boolean;
  predictedX: number | null;
  happenedX: number | null;
  interval: { x: number; width: number } | null;
  sampling: { x: number; width: number } | null;
};

/** Figures of one kind, on one axis. */
export type CalibrationGroup = { key: string; title: string; low: string; high: string; rows: CalibrationRow[] };

export type PreparedCalibration = { groups: CalibrationGroup[]; summary: string; table: TableForm };

type Named = { key: string; label: string; figure: ComparedFigure };

/** What was predicted beside what happened, version by version. @param minCalls below which nobody judges */
export function prepareCalibration(versions: readonly CalibrationInput[], minCalls: number): PreparedCalibration {
  const label = ({ version, calls }: CalibrationInput) => `Version ${version}, ${plural(calls, "call")}`;
  const of = (pick: (version: CalibrationInput) => ComparedFigure) =>
    versions.map((version): Named => ({ key: String(version.version), label: label(version), figure: pick(version) }));
  const tiers = versions.flatMap((version) =>
    version.tiers.map((figure): Named => ({ key: `${version.version}-${figure.tier}`, label: `Version ${version.version}, tier ${figure.tier} ${figure.endpoint}`, figure })));
  const few = new Set(versions.filter(({ calls }) => calls < minCalls).map(({ version }) => version));
  const groups = [
    groupOf("warc", "WARC", of(({ warcUsdPerMillion }) => warcUsdPerMillion), perMillion, few),
    groupOf("effective", "Effective cost", of(({ effectiveUsdPerMillion }) => effectiveUsdPerMillion), perMillion, few),
    groupOf("availability", "Availability", of(({ availability }) => availability), (value) => availabilityText(toRatio(value)), few),
    groupOf("p", "P by tier: share of the served calls", tiers, (value) => share(toRatio(value)), few),
  ].filter(({ rows }) => rows.length > 0);
  return {
    groups,
    summary: summarize(versions, groups),
    table: {
      heads: ["Figure", "Of", "Predicted", "Happened", "Verdict"],
      rows: groups.flatMap(({ key: group, title, rows }) => rows.map(({ key, label, predicted, happened, word }) => ({ key: `${group}-${key}`, cells: [title, label, predicted, happened, word] }))),
    },
  };
}

function groupOf(key: string, title: string, named: readonly Named[], text: (value: number) => string, few: ReadonlySet<number>): CalibrationGroup {
  const all = named.flatMap(({ figure: { predicted, interval, happened, sampling } }) => [predicted, happened, ...(interval ?? []), ...(sampling ?? [])].filter((value) => value !== null));
  const [low, high] = all.length === 0 ? [0, 1] : [Math.min(...all), Math.max(...all)];
  const margin = (high - low) * 0.05 || Math.abs(high) * 0.05 || 1;
  const [from, to] = [Math.max(0, low - margin), high + margin];
  const xOf = (value: number | null) => (value === null ? null : percent(value - from, to - from));
  const spanOf = (interval: Interval | null) => interval && { x: percent(interval[0] - from, to - from), width: percent(interval[1] - interval[0], to - from) };
  const rows = named.map(({ key: row, label, figure: { predicted, interval, happened, sampling, agrees } }): CalibrationRow => ({
    key: row, label,
    predicted: predicted === null ? "Unknown" : `${text(predicted)}${interval ? ` (${text(interval[0])} to ${text(interval[1])})` : ""}`,
    happened: happened === null ? "Unknown" : text(happened),
    word: wordOf(agrees, few.has(Number(row.split("-")[0]))), isOff: agrees === false,
    predictedX: xOf(predicted), happenedX: xOf(happened), interval: spanOf(interval), sampling: spanOf(sampling),
  }));
  return { key, title, low: text(low), high: text(high), rows };
}

function wordOf(agrees: boolean | null, isFew: boolean): string {
  if (isFew) return "too few calls to judge";
  if (agrees === null) return "cannot be judged";
  return agrees ? "agrees" : "differs by more than chance explains";
}

function summarize(versions: readonly CalibrationInput[], groups: readonly CalibrationGroup[]): string {
  if (versions.length === 0) return "Nothing was predicted of any version.";
  const [latest] = versions;
  const told = groups.filter(({ key }) => key !== "p").map(({ title, rows: [row] }) => `${title} predicted ${row?.predicted ?? ""}, happened ${row?.happened ?? ""}, ${row?.word ?? ""}`);
  const off = groups.flatMap(({ rows }) => rows).filter(({ isOff }) => isOff).length;
  return `${plural(versions.length, "version")} with a prediction. Version ${latest?.version ?? ""}: ${told.join("; ")}. ${off === 0 ? "No figure differs" : `${plural(off, "figure differs", "figures differ")}`} by more than chance explains.`;
}
