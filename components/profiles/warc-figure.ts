import type { Warc } from "@/lib/core/warc";
import type { Measure } from "@/lib/core/warc-measure";
import { NOT_APPLICABLE, UNKNOWN } from "../amounts";
import { formatRate } from "../rates";

const LABELS: Record<Measure, string> = { "by-calls": "WARC", "by-tokens": "WARC by tokens", "per-1000-calls": "WARC per 1,000 calls" };

/** WARC in the measure that the page shows, named with it. */
export function warcFigure(warc: Warc | undefined, measure: Measure): { label: string; text: string } {
  const values: Record<Measure, Warc["warc"] | undefined> = { "by-calls": warc?.warc, "by-tokens": warc?.warcByTokens, "per-1000-calls": warc?.perThousandCalls };
  return { label: LABELS[measure], text: formatRate(values[measure] ?? null, measure, warc && warc.served > 0 ? UNKNOWN : NOT_APPLICABLE) };
}
