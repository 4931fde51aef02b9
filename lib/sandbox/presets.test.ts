import { describe, expect, it } from "vitest";
import { createEndpoint } from "@/lib/core/testing/tiers";
import { composeScenario } from "./compose-scenario";
import { PRESETS } from "./presets";
import { createBackground, createEndpointBackground, createProfile, NO_INPUTS } from "./testing/background";

const PROFILE = createProfile("groq", "together");
const BACKGROUND = createBackground([createEndpointBackground("groq"), createEndpointBackground("together")]);
const INPUTS = { ...NO_INPUTS, traffic: { callsPerMinute: 60 } };

function apply(id: string, profile = PROFILE, inputs = INPUTS) {
  const preset = PRESETS.find((each) => each.id === id);
  if (!preset) throw new Error(`There is no preset ${id}`);
  return preset.apply(inputs, profile, BACKGROUND);
}

describe("presets", () => {
  it.each(PRESETS.map(({ id }) => id))("%s can be simulated, has trouble, and changes nothing that it was given", (id) => {
    const before = structuredClone(INPUTS);
    const composed = composeScenario({ inputs: apply(id), profile: PROFILE, background: BACKGROUND });
    expect(INPUTS).toEqual(before);
    expect("scenario" in composed && composed.scenario.trouble.length).toBe(1);
    expect(apply(id, PROFILE, apply(id) as typeof INPUTS)).toEqual(apply(id));
  });

  it("take the busiest hour: 08:00 of a working day", () => {
    expect(apply("primary-77-min").trouble).toEqual([{ kind: "outage", domains: ["groq"], fromMinute: 480, minutes: 77 }]);
  });

  it("take the domains of frontier providers, or all of them", () => {
    expect(apply("frontier-down").trouble[0]).toMatchObject({ domains: ["groq", "together"] });
    const claude = createEndpoint("bedrock", { model: "anthropic/claude" });
    const profile = { ...PROFILE, tiers: PROFILE.tiers.map((tier) => (tier.position === 1 ? { ...tier, endpoint: claude } : tier)) };
    expect(apply("frontier-down", profile).trouble[0]).toMatchObject({ domains: ["bedrock"] });
  });

  it("let the batch begin at 02:00 UTC whenever the run begins, under a cap of the primary's provider", () => {
    const inputs = { ...INPUTS, traffic: { ...INPUTS.traffic, startsAt: "2026-11-24T22:00:00Z" } };
    const batch = apply("nightly-batch", PROFILE, inputs);
    expect(batch.trouble).toEqual([{ kind: "traffic", factor: 10, fromMinute: 240, minutes: 120 }]);
    expect(batch.endpoints["groq/llama"]?.limits).toEqual({ requestsPerMinute: 180 });
  });
});
