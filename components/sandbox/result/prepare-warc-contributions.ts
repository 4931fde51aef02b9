import { multiply, type Ratio, ratio } from "@/lib/core/ratio";
import type { SimulationResult, TierResult } from "@/lib/sandbox/result";
import { NOT_APPLICABLE, share, UNKNOWN } from "../../amounts";
import { percent, toLength } from "../../chart/geometry";
import { showSum } from "../../rates";
import { absenceOf, perMillion, toRatio } from "./figures";
import type { ShownProfile } from "./shown-profile";

/** A tier's line: "Tier 2 groq/llama", "5.0%", "$5.00", "$0.25". */
export type ContributionLine = { key: string; label: string; rank: number; p: string; c: string; contribution: string };

/** WARC of one profile in its parts. Lengths are percentages of the widest of all profiles. */
export type Contributions = {
  key: string;
  name: string;
  warc: string;
  primary: string;
  waste: string;
  lines: ContributionLine[];
  /** null while WARC is not known. */
  bar: {
    segments: { key: string; rank: number; x: number; width: number }[];
    primaryX: number | null;
    waste: { x: number; width: number } | null;
  } | null;
  /** "95.0% × $1.00 + 5.0% × $5.00 = $0.95 + $0.25 = $1.20/M": what is shown adds up as it is shown. */
  equation: string | null;
  /** Why WARC is not known; null when it is. */
  problem: string | null;
  summary: string;
};

/** P × C by tier for each profile, all on one scale. */
export function prepareWarcContributions(profiles: readonly ShownProfile[]): Contributions[] {
  const widest = Math.max(...profiles.map(({ result }) => reachOf(result)));
  return profiles.map((profile) => prepareOne(profile, widest));
}

function reachOf({ warcUsdPerMillion: warc, wasteUsdPerMillion: waste, primaryUsdPerMillion: primary }: SimulationResult): number {
  return warc === null ? 0 : Math.max(warc + (waste ?? 0), primary ?? 0);
}

function prepareOne({ key, name, result }: ShownProfile, widest: number): Contributions {
  const { tiers, warcUsdPerMillion, primaryUsdPerMillion, wasteUsdPerMillion } = result;
  const absent = absenceOf(result);
  const parts = warcUsdPerMillion === null ? null : knownParts(tiers);
  const shown = parts && showSum(parts);
  const warc = shown ? `${shown.at(-1)?.total ?? ""}/M` : absent;
  const lines = tiers.map((tier, index): ContributionLine => ({
    key: tier.endpointId,
    label: `Tier ${tier.tier} ${tier.endpoint}`,
    rank: tier.tier - 1,
    p: share(result.availability > 0 ? toRatio(tier.p) : null),
    c: tier.p === 0 ? NOT_APPLICABLE : perMillion(tier.usdPerMillion),
    contribution: tier.p === 0 ? NOT_APPLICABLE : (shown?.[index]?.term.replace("+", "") ?? (tier.usdPerMillion === null ? UNKNOWN : perMillion(tier.p * tier.usdPerMillion))),
  }));
  const primary = perMillion(primaryUsdPerMillion, absent);
  const waste = perMillion(wasteUsdPerMillion, absent);
  const said = lines.filter(({ p }) => p !== "0.0%").map((line) => `${line.label} serves ${line.p} at ${line.c}`);
  return {
    key, name, warc, primary, waste, lines,
    bar: parts && drawBar(result, parts, widest),
    equation: shown && equationOf(tiers, lines, shown.map(({ term }) => term), warc),
    problem: parts ? null : problemOf(result),
    summary: `${name}: WARC ${warc}. ${said.join(", ")}. Primary cost ${primary}.`,
  };
}

/** P × C of each tier; null while one that serves has no price. */
function knownParts(tiers: readonly TierResult[]): Ratio[] | null {
  const parts = tiers.map(({ p, usdPerMillion }) => {
    if (p === 0) return ratio(0n);
    return usdPerMillion === null ? null : multiply(toRatio(p), toRatio(usdPerMillion));
  });
  return parts.every((part) => part !== null) ? parts : null;
}

function drawBar({ primaryUsdPerMillion: primary, wasteUsdPerMillion: waste, warcUsdPerMillion: warc, tiers }: SimulationResult, parts: readonly Ratio[], widest: number): Contributions["bar"] {
  let x = 0;
  const segments = tiers.map(({ endpointId, tier }, index) => {
    const width = percent(toLength(parts[index] ?? ratio(0n)), widest);
    const segment = { key: endpointId, rank: tier - 1, x, width };
    x += width;
    return segment;
  });
  return {
    segments: segments.filter(({ width }) => width > 0),
    primaryX: primary === null ? null : percent(primary, widest),
    waste: waste !== null && waste > 0 && warc !== null ? { x: percent(warc, widest), width: percent(waste, widest) } : null,
  };
}

function equationOf(tiers: readonly TierResult[], lines: readonly ContributionLine[], terms: readonly string[], warc: string): string {
  const serving = tiers.flatMap(({ p }, index) => (p === 0 ? [] : [index]));
  const products = serving.map((index) => `${lines[index]?.p} × ${lines[index]?.c.replace("/M", "")}`);
  const amounts = serving.map((index) => terms[index]?.replace("+", ""));
  const middle = serving.length > 1 ? [amounts.join(" + ")] : [];
  return [products.join(" + "), ...middle, warc].join(" = ");
}

function problemOf({ availability, tiers }: SimulationResult): string {
  if (availability === 0) return "No call is served, so there is no price of a served call.";
  const unpriced = tiers.filter(({ p, usdPerMillion }) => p > 0 && usdPerMillion === null).map(({ endpoint }) => endpoint);
  if (unpriced.length === 0) return "A price is not known.";
  return `${unpriced.join(" and ")} ${unpriced.length === 1 ? "has" : "have"} no price. Enter one, and WARC is known; P does not need it.`;
}
