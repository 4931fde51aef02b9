"use client";

import { CURVES } from "@/lib/sandbox/inputs";
import type { Scenario } from "@/lib/sandbox/scenario";
import { useSandbox } from "../sandbox-context";
import { Group } from "./group";
import { NumberField } from "./number-field";
import { trafficSpecs } from "./traffic-specs";

const CURVE_WORDS = { constant: "The same at all hours", daily: "By the hour of the day", weekly: "By the hour of the week" };
const SELECT = "h-8 w-full min-w-0 rounded border border-line-strong bg-surface px-2 text-table font-normal text-ink";

type TrafficGroupProps = { scenario: Scenario | null; /** Whether it is known how many calls there will be. */ isCounted: boolean };

export function TrafficGroup({ scenario, isCounted }: TrafficGroupProps) {
  const { inputs, background, change } = useSandbox();
  const { traffic } = inputs;
  const days = Object.keys(background.traffic?.days ?? {}).sort().reverse();
  const chooseCurve = (value: string) => {
    const curve = CURVES.find((each) => each === value);
    // A recorded day and a curve exclude each other.
    change({ type: "reset", path: curve ? "traffic.day" : "traffic.curve" });
    change({ type: "set traffic", fields: curve ? { curve } : { day: value } });
  };
  const chosen = traffic.day ?? traffic.curve ?? "constant";
  return (
    <Group title="Traffic" hint={background.traffic === null ? "nothing recorded" : ""} isOpen>
      {trafficSpecs(inputs, scenario?.traffic ?? null, isCounted).map((spec) => <NumberField key={`${spec.path} ${spec.part}`} spec={spec} />)}
      <label className="grid gap-1 text-table font-medium">
        Over the hours (UTC)
        <select value={chosen} onChange={(event) => { chooseCurve(event.target.value); }} className={SELECT}>
          {CURVES.map((curve) => <option key={curve} value={curve}>{CURVE_WORDS[curve]}</option>)}
          {days.map((day) => <option key={day} value={day}>As on {day}</option>)}
        </select>
      </label>
      <label className="grid gap-1 text-table font-medium">
        Calls arrive
        <select value={traffic.arrivals ?? "poisson"} onChange={(event) => { change({ type: "set traffic", fields: { arrivals: event.target.value === "even" ? "even" : "poisson" } }); }} className={SELECT}>
          <option value="poisson">Independent of each other</option>
          <option value="even">At equal distances</option>
        </select>
      </label>
    </Group>
  );
}
