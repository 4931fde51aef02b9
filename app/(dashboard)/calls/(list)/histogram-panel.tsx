import { CausePatterns } from "@/components/cause-patterns";
import { CallHistogram } from "@/components/calls/call-histogram";
import { prepareHistogram } from "@/components/calls/prepare-histogram";
import { FactsTable } from "@/components/chart/facts-table";
import { Panel } from "@/components/panel";
import { getDb } from "@/lib/db";
import { getCallHistogram } from "@/lib/reports/call-histogram";
import { withTimeLimit } from "@/lib/reports/time-limit";
import type { ListView } from "../list-view";

export async function HistogramPanel({ list: { scope, view, filters, hrefOf } }: { list: ListView }) {
  const { unit, slots } = await withTimeLimit(getCallHistogram(getDb(), scope));
  const histogram = prepareHistogram(slots, unit, view.zone);
  const isFiltered = Object.entries(filters).some(([name, value]) => name !== "version" && value !== undefined);
  const kept = [...new URLSearchParams(hrefOf({ range: null, from: null, to: null }).split("?")[1])];
  return (
    <Panel
      title="Calls over time"
      subtitle={`${histogram.summary}${isFiltered ? " Filters other than the profile are not in this chart." : ""} Click or drag to narrow the range.`}
      className="min-h-72 sm:min-h-56"
    >
      <CausePatterns />
      <CallHistogram histogram={histogram} kept={kept} />
      <FactsTable
        name="Calls over time"
        unit={unit}
        columns={histogram.bars.map(({ from, to, label, facts }) => ({ key: from, label, facts, href: hrefOf({ range: null, from, to }) }))}
      />
    </Panel>
  );
}
