import { ElsewhereTable } from "@/components/calls/elsewhere-table";
import { prepareElsewhere } from "@/components/calls/prepare-elsewhere";
import { formatCount } from "@/components/counts";
import { Panel } from "@/components/panel";
import { getDb } from "@/lib/db";
import type { CallDetail } from "@/lib/reports/call";
import { listElsewhere } from "@/lib/reports/elsewhere";
import { withTimeLimit } from "@/lib/reports/time-limit";

type ElsewherePanelProps = { call: CallDetail; teamId: string; zone: string; hrefOf: (endpoint: string) => string };

/** What the served tokens would have cost at every endpoint of the team. */
export async function ElsewherePanel({ call, teamId, zone, hrefOf }: ElsewherePanelProps) {
  const served = call.attempts.find(({ outcome }) => outcome === "served");
  if (!served?.usage) {
    return (
      <Panel title="Same tokens elsewhere" className="min-h-40">
        <p className="text-table text-muted">
          {served ? "The provider reported no usage, so there is nothing to price elsewhere." : "No endpoint served this call, so there are no tokens to price elsewhere."}
        </p>
      </Panel>
    );
  }
  const costs = await withTimeLimit(listElsewhere(getDb(), teamId, served.usage, call.startedAt));
  const { input, output } = served.usage;
  return (
    <Panel
      title="Same tokens elsewhere"
      subtitle={`${formatCount(input)} tokens read and ${formatCount(output)} written, at the prices in force when the call began. Another model would count and write a little differently, and a cache would not have been warm there.`}
      className="min-h-40"
    >
      <ElsewhereTable rows={prepareElsewhere(costs, served.costPico, served.endpoint, call.plan, zone)} hrefOf={hrefOf} />
    </Panel>
  );
}
