import { NOT_APPLICABLE, UNKNOWN } from "@/components/amounts";
import { CallCost } from "@/components/calls/calls-table";
import { OutcomeMark } from "@/components/calls/outcome-mark";
import { formatDuration } from "@/components/counts";
import { formatUsd } from "@/lib/core/money";
import type { CallDetail } from "@/lib/reports/call";

/** What is said of the whole call. */
export function factsOf(call: CallDetail) {
  const { profileSlug, profileVersion, baseline, servedCostPico, primaryCostPico, baselineCostPico, tags } = call;
  const isServed = call.outcome === "served";
  const amount = (pico: bigint | null) => (pico === null ? (isServed ? UNKNOWN : NOT_APPLICABLE) : formatUsd(pico));
  return [
    { term: "Outcome", value: <OutcomeMark {...call} /> },
    { term: "Cost of all attempts", value: <CallCost {...call} isEstimated={call.attempts.some(({ basis }) => basis === "estimated")} /> },
    { term: "Of it, served", value: amount(servedCostPico) },
    { term: "Same tokens at the primary", value: amount(primaryCostPico) },
    ...(baseline === null ? [] : [{ term: `Same tokens at ${baseline}`, value: amount(baselineCostPico) }]),
    { term: "Served by", value: call.servedTier === null ? NOT_APPLICABLE : `Tier ${call.servedTier}, ${call.servedEndpoint ?? ""}` },
    { term: "Profile", value: profileVersion === null ? profileSlug : `${profileSlug} v${profileVersion}` },
    { term: "Asked for", value: call.requestedModel },
    { term: "API key", value: call.keyName ?? NOT_APPLICABLE },
    { term: "Status", value: `${call.httpStatus}${call.stream ? ", streamed" : ""}` },
    { term: "Time", value: formatDuration(call.totalMs) },
    { term: "First token", value: call.firstTokenMs === null ? NOT_APPLICABLE : formatDuration(call.firstTokenMs) },
    { term: "Gateway overhead", value: `${(call.overheadUs / 1_000).toFixed(2)} ms` },
    ...Object.entries(tags).map(([key, value]) => ({ term: `Tag ${key}`, value })),
  ];
}
