import { formatUsdRatio } from "@/lib/core/money";
import type { Warc } from "@/lib/core/warc";
import { NOT_APPLICABLE, perMillion, UNKNOWN } from "../amounts";

/** WARC in the measure that the page shows, named with it. */
export function warcFigure(warc: Warc | undefined, measure: "by-calls" | "by-tokens" | "per-1000-calls"): { label: string; text: string } {
  const absent = warc && warc.served > 0 ? UNKNOWN : NOT_APPLICABLE;
  if (measure === "by-tokens") return { label: "WARC by tokens", text: perMillion(warc?.warcByTokens ?? null, absent) };
  if (measure === "by-calls") return { label: "WARC", text: perMillion(warc?.warc ?? null, absent) };
  const each = warc?.perThousandCalls ?? null;
  return { label: "WARC per 1,000 calls", text: each === null ? absent : formatUsdRatio(each) };
}
