import type { ScenarioInputs } from "@/lib/sandbox/inputs";
import { type DomainModel, downShareOf } from "@/lib/sandbox/scenario";
import { meanOf } from "@/lib/sandbox/spread";
import type { NumberSpec } from "./number-spec";

/** Numbers about what fails together. @param model as the scenario has it; null where it has no outages at random */
export function domainSpecs(inputs: ScenarioInputs, name: string, model: DomainModel | null): NumberSpec[] {
  const { downShare = null, outageMinutes } = inputs.domains[name] ?? {};
  const path = (field: string) => `domains.${name}.${field}`;
  return [
    {
      path: path("downShare"), label: "Down, of all time", unit: "%", min: 0, max: 0.1, canRange: true,
      said: downShare, used: model ? downShareOf(model.upMinutes, meanOf(model.outageMinutes)) : 0,
      change: (value) => ({ type: "set domain", name, fields: { downShare: value } }),
    },
    {
      path: path("outageMinutes"), label: "An outage lasts", unit: "min", min: 1, max: 3_000, isLog: true, canRange: true,
      said: outageMinutes === undefined ? null : typeof outageMinutes === "object" && "mean" in outageMinutes ? outageMinutes.mean : outageMinutes,
      used: model && meanOf(model.outageMinutes), absent: "no outages at random",
      change: (value) => ({ type: "set domain", name, fields: { outageMinutes: value } }),
    },
  ];
}
