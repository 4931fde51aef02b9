import { describe, expect, test } from "vitest";
import { candidateOf } from "./candidates/candidate";
import { changeSandbox, FIRST_STATE, type SandboxChange, type SandboxState } from "./state";
import { profileNamed } from "./testing/background";

const copy = (name: string) => candidateOf(profileNamed("extract", ["alpha/m", "beta/m-4.1", "gamma/m"]), name);
const after = (...changes: SandboxChange[]): SandboxState => changes.reduce(changeSandbox, FIRST_STATE);
const names = ({ candidates }: SandboxState) => candidates.map(({ name }) => name);
const order = ({ candidates }: SandboxState, index = 0) => candidates[index]?.tiers.map(({ endpoint }) => endpoint);
const add = (name: string): SandboxChange => ({ type: "add candidate", candidate: copy(name) });

describe("what a person types", () => {
  test("is kept by group and name, and an input that is reset is as if it had never been said", () => {
    const typed = after(
      { type: "set traffic", fields: { callsPerMinute: 60, streamShare: 0.5 } },
      { type: "set endpoint", name: "beta/m-4.1", fields: { success: [0.9, 0.99] } },
      { type: "set domain", name: "beta", fields: { downShare: 0.01 } },
      { type: "set breakers", breakers: false },
    );
    expect(typed.inputs).toEqual({
      traffic: { callsPerMinute: 60, streamShare: 0.5 }, endpoints: { "beta/m-4.1": { success: [0.9, 0.99] } },
      domains: { beta: { downShare: 0.01 } }, trouble: [], breakers: false, seed: 1,
    });
    const paths = ["traffic.callsPerMinute", "traffic.streamShare", "endpoints.beta/m-4.1.success", "domains.beta.downShare", "breakers"];
    expect(paths.map((path): SandboxChange => ({ type: "reset", path })).reduce(changeSandbox, typed)).toEqual(FIRST_STATE);
  });
});

describe("candidates", () => {
  test("are three at the most: a fourth takes the place of the one that is selected", () => {
    const three = after(add("a"), add("b"), add("c"));
    expect(three.selected).toBe(2);
    const four = changeSandbox(changeSandbox(three, { type: "select", index: 1 }), add("d"));
    expect(names(four)).toEqual(["a", "d", "c"]);
    expect(four.selected).toBe(1);
  });

  test.each([
    ["before the selected one", 0, ["b", "c"], 1],
    ["that is selected", 2, ["a", "b"], null],
  ])("one %s may be removed", (_, index, left, selected) => {
    const state = changeSandbox(after(add("a"), add("b"), add("c")), { type: "remove candidate", index });
    expect(names(state)).toEqual(left);
    expect(state.selected).toBe(selected);
  });

  test("have tiers that move, no further than the ends", () => {
    const state = after(add("a"));
    const moved = changeSandbox(state, { type: "move tier", index: 0, endpoint: "gamma/m", to: -5 });
    expect(order(moved)).toEqual(["gamma/m", "alpha/m", "beta/m-4.1"]);
    expect(changeSandbox(moved, { type: "move tier", index: 0, endpoint: "gamma/m", to: 0 }).candidates).toBe(moved.candidates);
  });

  test("take an endpoint once, and keep one at least", () => {
    const state = after(add("a"), { type: "add tier", index: 0, endpoint: "alpha/m" }, { type: "add tier", index: 0, endpoint: "delta/m" });
    expect(order(state)).toEqual(["alpha/m", "beta/m-4.1", "gamma/m", "delta/m"]);
    const removed = ["alpha/m", "beta/m-4.1", "gamma/m", "delta/m"].map((endpoint): SandboxChange => ({ type: "remove tier", index: 0, endpoint })).reduce(changeSandbox, state);
    expect(order(removed)).toEqual(["delta/m"]);
  });

  test("are edited one at a time", () => {
    const state = after(add("a"), add("b"), { type: "edit tier", index: 1, endpoint: "beta/m-4.1", fields: { retries: 3 } });
    expect(state.candidates.map(({ tiers }) => tiers[1]?.retries)).toEqual([0, 3]);
  });
});
