import { describe, expect, test } from "vitest";
import { writeState } from "@/components/sandbox/address";
import { candidateOf } from "@/components/sandbox/candidates/candidate";
import { FIRST_STATE, type SandboxState } from "@/components/sandbox/state";
import { profileNamed } from "@/components/sandbox/testing/background";
import { readState } from "./read-state";

const touched: SandboxState = {
  ...FIRST_STATE, selected: 0, candidates: [candidateOf(profileNamed("extract", ["alpha/m", "beta/m-4.1"]), "Candidate 1")],
  inputs: { ...FIRST_STATE.inputs, traffic: { callsPerMinute: [10, 20] }, trouble: [{ kind: "outage", domains: ["alpha"], fromMinute: 60, minutes: 77 }], seed: 7 },
};

describe("the scenario in an address", () => {
  test("is read as it was written", () => {
    expect(readState(writeState(touched))).toEqual({ state: touched });
  });

  test.each([undefined, ""])("that is not there is none, and no mistake", (text) => {
    expect(readState(text)).toEqual({ state: null });
  });

  test.each([
    ["is cut off", writeState(touched).slice(0, -9), /cut off/],
    ["is longer than any page writes", "A".repeat(8_001), /longer than 8 kB/],
    ["has a probability above 1", writeState({ ...touched, inputs: { ...touched.inputs, endpoints: { "alpha/m": { success: 1.5 } } } }), /inputs\.endpoints\.alpha\/m\.success/],
    ["has an endpoint twice", writeState({ ...touched, candidates: touched.candidates.map((each) => ({ ...each, tiers: [...each.tiers, ...each.tiers] })) }), /candidates\.0\.tiers/],
  ])("that %s is refused with a sentence", (_, text, sentence) => {
    expect(readState(text)).toEqual({ problem: expect.stringMatching(sentence) as string });
  });
});
