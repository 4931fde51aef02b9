import { expect, test } from "vitest";
import { prepareFunnel } from "./prepare-funnel";
import { resultOf } from "./testing/result-of";

const result = resultOf({
  availability: 0.9985, attemptsPerCall: 1.03,
  tiers: [
    { p: 0.9714, attempts: 1, served: 0.97, failed: { server_error: 0.01, rate_limited: 0.02 }, limitUse: 0.876 },
    { p: 0.0286, attempts: 0.03, served: 0.0285, failed: { timeout_first_token: 0.0015 }, skipped: 0.004 },
  ],
});

test("a tier says of a thousand calls how many tried it, were served and failed, the commonest cause first", () => {
  const { rows, served, unserved, attempted } = prepareFunnel(result);
  expect([attempted, served, unserved]).toEqual(["1,030", "998.5", "1.5"]);
  expect(rows.map(({ attempted, served, success, failed, skipped, headroom }) => [attempted, served, success, failed, skipped, headroom])).toEqual([
    ["1,000", "970", "97.0%", "30", "0", "12% left"],
    ["30", "28.5", "95.0%", "1.5", "4", "no limit"],
  ]);
  expect(rows[0]?.causes.map(({ name, count, x, width }) => [name, count, x, width])).toEqual([["Rate limited", "20", 0, 66.667], ["Server error", "10", 66.667, 33.333]]);
});

test("a failure in a million never reads as none, nor does it as a success of 100%", () => {
  const { rows, unserved } = prepareFunnel(resultOf({ availability: 0.999999, tiers: [{ attempts: 1, served: 0.999999, failed: { network: 0.000001 } }] }));
  expect(unserved).toBe("0.001");
  expect(rows[0]).toMatchObject({ success: ">99.9%", failed: "0.001" });
});

test.each([[null, "no limit", false], [0, "100% left", false], [0.996, "under 1% left", false], [1, "none left", true]])("a limit of which %s is in use has %s", (limitUse, headroom, isFull) => {
  expect(prepareFunnel(resultOf({ tiers: [{ limitUse }] })).rows[0]).toMatchObject({ headroom, isFull });
});

test("a tier that is never tried has no success", () => {
  const { rows } = prepareFunnel(resultOf({ tiers: [{}, { attempts: 0, served: 0 }] }));
  expect(rows[1]).toMatchObject({ attempted: "0", success: "—", causes: [] });
});
