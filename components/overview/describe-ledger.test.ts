import { expect, it } from "vitest";
import { describePending, describeUnrecorded } from "./describe-ledger";

const upToDate = { pendingCalls: 0, oldestPendingMs: null, unrecordedCalls: 0 };

it("says nothing of a ledger that is whole and up to date", () => {
  expect([describePending(upToDate), describeUnrecorded(upToDate)]).toEqual([null, null]);
});

it("says nothing of calls that are on their way", () => {
  expect(describePending({ ...upToDate, pendingCalls: 300, oldestPendingMs: 900 })).toBeNull();
});

it.each([
  [1_204, 185_000, "1,204 calls of the last 3 min 5 s are in no figure below yet."],
  [1, 10_000, "1 call of the last 10.0 s is in no figure below yet."],
])("says how far it is behind: %i calls, %i ms", (pendingCalls, oldestPendingMs, text) => {
  expect(describePending({ ...upToDate, pendingCalls, oldestPendingMs })).toBe(text);
});

it.each([
  [1, "1 call of all teams since the gateway started could not be recorded and is in no figure."],
  [12, "12 calls of all teams since the gateway started could not be recorded and are in no figure."],
])("says what is missing for good: %i calls", (unrecordedCalls, text) => {
  expect(describeUnrecorded({ ...upToDate, unrecordedCalls })).toBe(text);
});
