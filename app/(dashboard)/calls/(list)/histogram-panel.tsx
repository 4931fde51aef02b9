import { CausePatterns } from "@/components/cause-patterns";
import { CallHistogram } from "@/components/calls/call-histogram";
import { HistogramTable } from "@/components/calls/histogram-table";
import { prepareHistogram } from "@/components/calls/prepare-histogram";
import { Panel } from "@/components/panel";
import { getDb } from "@/lib/db";
import { getCallHistogram } from "@/lib/reports/call-histogram";
import { withTimeLimit } from "@/lib/reports/time-limit";
import type { ListView } from "../list-view";

export async function HistogramPanel({ list: { scope, view, filters, hrefOf } }: { list: ListView }) {
  const { unit, slots } = await withTimeLimit(getCallHistogram(getDb(), scope));
  const histogram = prepareHistogram(slots, unit, view.zone);
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  const kept = [...new URLSearchParams(hrefOf({ range: null, from: null, to: null }).split("?")[1])];
  return (
    <Panel
      title="Calls over time"
      subtitle={`${histogram.summary}${isFiltered ? " Filters other than the profile are not in this chart." : ""} Click or drag to narrow the range.`}
      className="min-h-56"
    >
      <CausePatterns />
      <CallHistogram histogram={histogram} kept={kept} />
      <HistogramTable histogram={histogram} unit={unit} hrefOf={(from, to) => hrefOf({ range: null, from, to })} />
    </Panel>
  );
}
