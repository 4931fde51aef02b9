import { AvailabilityPanel } from "@/components/waste/availability-panel";
import { CauseTable } from "@/components/waste/cause-table";
import { EndpointTable } from "@/components/waste/endpoint-table";
import { LimitsPanel } from "@/components/waste/limits-panel";
import { prepareCauses } from "@/components/waste/prepare-causes";
import { prepareEndpoints } from "@/components/waste/prepare-endpoints";
import { prepareLimits } from "@/components/waste/prepare-limits";
import { prepareWaste } from "@/components/waste/prepare-waste";
import { WastePanel } from "@/components/waste/waste-panel";
import type { EndpointReliability } from "@/lib/reports/reliability";
import type { CallReliability } from "@/lib/reports/reliability-of-calls";
import { type View, viewHref } from "@/lib/reports/scope";
import { addWaste, type Waste } from "@/lib/reports/waste";

type PanelProps = { view: View; className: string };
type Filters = Record<string, string>;

const callsOf = (view: View) => (filters: Filters) => viewHref("/calls", view, filters);

export async function WasteOverTime({ waste, view, now, className }: PanelProps & { waste: Promise<Waste>; now: Date }) {
  const { unit, slots, rows, attempts } = await waste;
  const chart = prepareWaste({
    slots, rows, unit, from: view.range.from, zone: view.zone, now,
    callsHref: (from, to) => viewHref("/calls", { ...view, preset: null, range: { from, to } }, { failing: "1" }),
  });
  return <WastePanel chart={chart} unit={unit} zone={view.zone} attempts={attempts} total={addWaste(rows)} className={className} />;
}

export async function Availability({ calls, view, className }: PanelProps & { calls: Promise<CallReliability> }) {
  return <AvailabilityPanel calls={await calls} hrefOf={callsOf(view)} className={className} />;
}

export async function Causes({ waste, view, className }: PanelProps & { waste: Promise<Waste> }) {
  const { rows } = await waste;
  return <CauseTable table={prepareCauses(rows, callsOf(view))} className={className} />;
}

export async function Endpoints({ waste, endpoints, view, className }: PanelProps & { waste: Promise<Waste>; endpoints: Promise<EndpointReliability[]> }) {
  const [{ rows }, tried] = await Promise.all([waste, endpoints]);
  const limitedAt = (name: string) => addWaste(rows.filter(({ endpoint, cause }) => endpoint === name && cause === "rate_limited")).failed;
  const figures = tried.map((figure) => ({ ...figure, limited: limitedAt(figure.endpoint) }));
  return <EndpointTable {...prepareEndpoints(figures, callsOf(view))} className={className} />;
}

export async function Limits({ waste, view, now, className }: PanelProps & { waste: Promise<Waste>; now: Date }) {
  const { unit, slots, rows } = await waste;
  const { charts, highest } = prepareLimits({
    slots, rows, unit, from: view.range.from, zone: view.zone, now,
    callsHref: (endpoint, range) =>
      viewHref("/calls", range ? { ...view, preset: null, range } : view, { endpoint, cause: "rate_limited" }),
  });
  return <LimitsPanel charts={charts} highest={highest} unit={unit} zone={view.zone} className={className} />;
}
