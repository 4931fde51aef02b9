"use client";

import type { Scenario } from "@/lib/sandbox/scenario";
import { useSandbox } from "../sandbox-context";
import { CountField } from "./count-field";
import { domainSpecs } from "./domain-specs";
import { Group, Part } from "./group";
import { NumberField } from "./number-field";
import { TroubleList } from "./trouble-list";

/** Outages by chance and by intent, and what guards against them. */
export function FailuresGroup({ scenarios }: { scenarios: readonly Scenario[] }) {
  const { inputs, current, candidates, change } = useSandbox();
  const domains = [...new Set([current, ...candidates].flatMap(({ tiers }) => tiers.map(({ endpoint }) => inputs.endpoints[endpoint.name]?.failureDomain ?? endpoint.failureDomain)))];
  return (
    <Group title="Failures" hint={inputs.trouble.length === 0 ? "no trouble planned" : `${inputs.trouble.length} planned`}>
      <TroubleList domains={domains} runMinutes={scenarios[0]?.traffic.minutes ?? 1_440} />
      <h4 className="text-table font-semibold text-ink">Outages at random</h4>
      {domains.map((name, index) => (
        <Part key={name} title={name} isOpen={index === 0}>
          {domainSpecs(inputs, name, scenarios.find((scenario) => scenario.domains.has(name))?.domains.get(name) ?? null).map((spec) => <NumberField key={spec.path} spec={spec} />)}
        </Part>
      ))}
      <label className="flex items-start gap-2 text-table">
        <input type="checkbox" checked={inputs.breakers ?? true} onChange={(event) => { change({ type: "set breakers", breakers: event.target.checked }); }} className="mt-0.5 size-4 shrink-0" />
        <span><span className="font-medium">Breakers</span><span className="block text-caption text-subtle">Endpoints that fail are left alone for a while, as in the gateway.</span></span>
      </label>
      <CountField label="Seed" value={inputs.seed} min={0} max={4_294_967_295} onChange={(seed) => { if (seed !== null) change({ type: "set seed", seed }); }} />
    </Group>
  );
}
