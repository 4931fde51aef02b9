"use client";

import { useId } from "react";
import type { EndpointModel, Scenario } from "@/lib/sandbox/scenario";
import { useSandbox } from "../sandbox-context";
import { endpointSpecs, limitSpecs } from "./endpoint-specs";
import { Group, Part } from "./group";
import { LimitSwitches } from "./limit-switches";
import { NumberField } from "./number-field";
import { PriceFields } from "./price-fields";
import { problemAt, useInputNotes } from "./inputs-context";

/** The endpoints that any of the profiles has as a tier, with their models. */
function useEndpoints(scenarios: readonly Scenario[]): { name: string; failureDomain: string; model: EndpointModel | null }[] {
  const { current, candidates } = useSandbox();
  const all = new Map([current, ...candidates].flatMap(({ tiers }) => tiers.map(({ endpoint }) => [endpoint.id, endpoint] as const)));
  return [...all.values()].map(({ id, name, failureDomain }) => ({ name, failureDomain, model: scenarios.find(({ endpoints }) => endpoints.has(id))?.endpoints.get(id) ?? null }));
}

/** How each endpoint does while its domain is up. */
export function TiersGroup({ scenarios }: { scenarios: readonly Scenario[] }) {
  const { inputs } = useSandbox();
  const endpoints = useEndpoints(scenarios);
  return (
    <Group title="Tiers" hint={`${endpoints.length} ${endpoints.length === 1 ? "endpoint" : "endpoints"}`}>
      {endpoints.map(({ name, failureDomain, model }, index) => (
        <Part key={name} title={name} isOpen={index === 0}>
          {endpointSpecs(inputs, name, model).map((spec) => <NumberField key={`${spec.path} ${spec.part}`} spec={spec} />)}
          <PriceFields endpoint={name} model={model} />
          <DomainField endpoint={name} failureDomain={failureDomain} />
        </Part>
      ))}
    </Group>
  );
}

/** What each provider lets through; a tier's own caps stand with the candidate. */
export function LimitsGroup({ scenarios }: { scenarios: readonly Scenario[] }) {
  const { inputs } = useSandbox();
  const endpoints = useEndpoints(scenarios);
  const limited = endpoints.filter(({ name }) => inputs.endpoints[name]?.limits !== undefined).length;
  return (
    <Group title="Limits" hint={limited === 0 ? "none" : `of ${limited}`}>
      {endpoints.map(({ name, model }, index) => (
        <Part key={name} title={name} isOpen={index === 0}>
          {limitSpecs(inputs, name).map((spec) => <NumberField key={spec.part} spec={spec} />)}
          <LimitSwitches endpoint={name} limits={model?.limits ?? null} />
        </Part>
      ))}
    </Group>
  );
}

/** What fails together: the main thing that such estimates get wrong. */
function DomainField({ endpoint, failureDomain }: { endpoint: string; failureDomain: string }) {
  const id = useId();
  const { background, inputs, change } = useSandbox();
  const { problems, sourceOf } = useInputNotes();
  const path = `endpoints.${endpoint}.failureDomain`;
  const typed = inputs.endpoints[endpoint]?.failureDomain;
  const problem = problemAt(problems, path, undefined);
  const known = [...new Set(background.endpoints.map((each) => each.endpoint.failureDomain))];
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-table font-medium">Fails together with all of</label>
      <input
        id={id}
        list={`${id}-known`}
        value={typed ?? failureDomain}
        autoComplete="off"
        maxLength={100}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-note`}
        onChange={(event) => {
          const value = event.target.value;
          if (value === "" || value === failureDomain) change({ type: "reset", path });
          else change({ type: "set endpoint", name: endpoint, fields: { failureDomain: value } });
        }}
        className="h-8 w-full min-w-0 rounded border border-line-strong bg-surface px-2 text-table text-ink aria-invalid:border-danger"
      />
      <datalist id={`${id}-known`}>{known.map((name) => <option key={name} value={name} />)}</datalist>
      <p id={`${id}-note`} className={`text-caption ${problem === null ? "text-subtle" : "text-danger"}`}>{problem ?? sourceOf(path)}</p>
    </div>
  );
}
