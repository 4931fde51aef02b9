import { expect, test } from "vitest";
import { candidateOf } from "@/components/sandbox/candidates/candidate";
import { FIRST_STATE, type SandboxState } from "@/components/sandbox/state";
import { profileNamed } from "@/components/sandbox/testing/background";
import { requestSchema } from "@/lib/scenarios/request-schema";
import { requestOfState } from "./request-of-state";
import { stateOfRequest } from "./state-of-request";

const current = profileNamed("extract", ["alpha/m", "beta/m-4.1"]);
const endpoints = current.tiers.map(({ endpoint }) => endpoint);
const candidates = ["Candidate 1", "Both"].map((name) => candidateOf(current, name));
const period = { from: "2026-10-01T00:00:00.000Z", to: "2026-10-31T00:00:00.000Z" };
const touched: SandboxState = {
  inputs: { ...FIRST_STATE.inputs, traffic: { callsPerMinute: [60, 90] }, endpoints: { "beta/m-4.1": { success: 0.9 } }, breakers: false, seed: 7 },
  candidates, selected: 0, run: { replications: 4, maxCalls: 50_000 },
};

test.each([
  ["nobody has touched", FIRST_STATE],
  ["was changed", touched],
  ["has candidates, none of them selected", { ...touched, selected: null }],
])("a page that %s is opened from its file as it was", (_, state) => {
  const file: unknown = JSON.parse(JSON.stringify(requestOfState({ state, period }, current, endpoints)));
  expect(stateOfRequest(requestSchema.parse(file), endpoints)).toEqual({ profile: "extract", state, period });
});

test("the selected candidate is the one that the file is of, and stands first when it is opened", () => {
  const request = requestOfState({ state: { ...touched, selected: 1 }, period }, current, endpoints);
  expect(request.profile).toMatchObject({ slug: "extract", name: "Both" });
  expect(stateOfRequest(request, endpoints)).toMatchObject({ state: { selected: 0, candidates: [{ name: "Both" }, { name: "Candidate 1" }] } });
});

test("a file whose endpoints the team does not have is refused by the place of each", () => {
  const request = requestOfState({ state: touched, period: null }, current, endpoints);
  expect(stateOfRequest(request, endpoints.slice(0, 1))).toEqual({
    problems: {
      "profile.tiers.1.endpoint": expect.stringMatching(/^There is no endpoint beta\/m-4\.1/) as string,
      "candidates.0.tiers.1.endpoint": expect.stringMatching(/^There is no endpoint beta\/m-4\.1/) as string,
    },
  });
});
