import type { Interval } from "@/lib/sandbox/result";
import { COMPARE_KEYS, type CompareKey, premiumOf } from "../compare/prepare-compare";
import type { ShownProfile } from "../result/shown-profile";

/** What the figures are of: told above them, so that a file that is passed on still says it. */
export type ExportHead = { profile: string; trouble: string; seed: number; engine: string; engineVersion: number; address: string; writtenAt: string };

type Raw = { name: string; of: (shown: ShownProfile["result"]) => number | null; around?: (shown: ShownProfile["result"]) => Interval | null | undefined };

const RAW: Record<CompareKey, Raw> = {
  warc: { name: "warc_usd_per_million", of: ({ warcUsdPerMillion }) => warcUsdPerMillion, around: ({ intervals }) => intervals?.warcUsdPerMillion },
  primary: { name: "at_primary_usd_per_million", of: ({ primaryUsdPerMillion }) => primaryUsdPerMillion },
  premium: { name: "fallback_premium_usd_per_million", of: premiumOf },
  effective: { name: "effective_usd_per_million", of: ({ effectiveUsdPerMillion }) => effectiveUsdPerMillion, around: ({ intervals }) => intervals?.effectiveUsdPerMillion },
  availability: { name: "availability", of: ({ availability }) => availability, around: ({ intervals }) => intervals?.availability },
  p50: { name: "first_token_p50_ms", of: ({ firstTokenMs }) => firstTokenMs?.p50Ms ?? null },
  p95: { name: "first_token_p95_ms", of: ({ firstTokenMs }) => firstTokenMs?.p95Ms ?? null, around: ({ intervals }) => intervals?.firstTokenP95Ms },
  monthly: { name: "thirty_days_usd", of: ({ monthlyUsd }) => monthlyUsd, around: ({ intervals }) => intervals?.monthlyUsd },
  attempts: { name: "attempts_per_call", of: ({ attemptsPerCall }) => attemptsPerCall },
};

/** One row for each figure of each profile, and of each of its tiers; what is not known is empty. Ends of intervals are of 95 in 100. */
export function writeFiguresCsv(head: ExportHead, shown: readonly ShownProfile[]): string {
  const lines = Object.entries(head).map(([name, value]) => `# ${name}: ${String(value).replace(/[\r\n]+/g, " ")}`);
  const rows = shown.flatMap(({ name, result }) => [
    ...COMPARE_KEYS.map((key) => {
      const { name: figure, of, around } = RAW[key];
      return [name, "", figure, of(result), ...(around?.(result) ?? [null, null])];
    }),
    ...result.tiers.flatMap(({ endpoint, p, usdPerMillion, attempts }, index) => [
      [name, endpoint, "p", p, ...(result.intervals?.p[index] ?? [null, null])],
      [name, endpoint, "usd_per_million", usdPerMillion, null, null],
      [name, endpoint, "attempts_per_call", attempts, null, null],
    ]),
  ]);
  return [...lines, "profile,endpoint,figure,value,low95,high95", ...rows.map((row) => row.map(cellOf).join(","))].join("\r\n") + "\r\n";
}

/** A text that a spreadsheet would take for a formula is kept a text. */
function cellOf(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
