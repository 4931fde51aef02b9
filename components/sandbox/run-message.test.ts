import { describe, expect, test } from "vitest";
import { NO_CAPS } from "@/lib/core/profile";
import { NO_CONSTRAINTS } from "@/lib/sandbox/optimise/question";
import { runMessage } from "./run-message";
import { composeAll } from "./compose-all";
import { NO_INPUTS } from "./inputs/change-inputs";
import { backgroundWithoutHistory, profileNamed } from "./testing/background";
import type { RunReport } from "./worker-messages";

function scenarios() {
  const background = backgroundWithoutHistory();
  const profiles = [["alpha/m", "beta/m-4.1"], ["gamma/m", "alpha/m"]].map((endpoints) => profileNamed("extract", endpoints));
  const composed = composeAll({ inputs: { ...NO_INPUTS, traffic: { callsPerMinute: 10, minutes: 60 } }, profiles, background });
  if ("problems" in composed) throw new Error(JSON.stringify(composed.problems));
  return composed.scenarios;
}

function reportsOf(given: readonly ReturnType<typeof scenarios>[number][]): RunReport<unknown, unknown>[] {
  const reports: RunReport<unknown, unknown>[] = [];
  let now = 0;
  runMessage({ type: "simulate", scenarios: given, size: { replications: 2, maxCalls: 5_000 } }, (report) => { reports.push(report); }, () => (now += 1_000));
  return reports;
}

describe("a run in the worker", () => {
  test("tells how far it is, never backwards, and ends with one result for each scenario", () => {
    const reports = reportsOf(scenarios());
    const done = reports.at(-1);
    expect(done).toMatchObject({ type: "done", answer: [{ engine: "events", tiers: [{ endpoint: "alpha/m" }, {}] }, { engine: "events", tiers: [{ endpoint: "gamma/m" }, {}] }] });
    const calls = reports.flatMap((report) => (report.type === "progress" ? [(report.progress as { calls: number }).calls] : []));
    expect(calls.length).toBeGreaterThan(1);
    expect(calls).toEqual([...calls].sort((a, b) => a - b));
  });

  test("answers the optimiser's question as well", () => {
    const [scenario] = scenarios();
    if (!scenario) throw new Error("no scenario");
    const choices = scenario.profile.tiers.map(({ endpoint, rules }) => ({ endpoint, rules, caps: [NO_CAPS] }));
    const reports: RunReport<unknown, unknown>[] = [];
    runMessage({ type: "optimise", question: { scenario, choices, maxRetries: 1, constraints: NO_CONSTRAINTS } }, (report) => { reports.push(report); }, () => 0);
    expect(reports.at(-1)).toMatchObject({ type: "done", answer: { method: "exact", combinations: 8, cheapest: { profile: { version: null } } } });
  });

  test("that cannot go on says why in place of a result", () => {
    const broken = scenarios().map((scenario) => ({ ...scenario, endpoints: new Map() }));
    expect(reportsOf(broken).map(({ type }) => type)).toEqual(["failed"]);
  });
});
