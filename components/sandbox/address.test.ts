import fc from "fast-check";
import { expect, test } from "vitest";
import { readText, writeState } from "./address";
import { candidateOf } from "./candidates/candidate";
import { FIRST_STATE } from "./state";
import { profileNamed } from "./testing/background";

test("a state comes back from its address as it was, whatever its names say", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 40 }), fc.double({ noNaN: true, noDefaultInfinity: true }), (name, success) => {
    const state = { ...FIRST_STATE, candidates: [candidateOf(profileNamed("extract", [name]), name)], inputs: { ...FIRST_STATE.inputs, endpoints: { [name]: { success } } } };
    const text = writeState(state);
    expect(text).toMatch(/^[\w-]+$/);
    expect(readText(text)).toEqual(JSON.parse(JSON.stringify(state)));
  }), { numRuns: 30 });
});

test("equal states have one address, whatever the order of their fields", () => {
  const { run, ...rest } = FIRST_STATE;
  expect(writeState({ run: { maxCalls: run.maxCalls, replications: run.replications }, ...rest })).toBe(writeState(FIRST_STATE));
});

test.each(["%", "abc", "e30é", writeState({ ...FIRST_STATE, selected: 0 }).slice(0, -7)])("what nobody wrote is not read: %s", (text) => {
  expect(readText(text)).toBeUndefined();
});
