import { expect, test } from "vitest";
import { certaintyOf } from "./month-certainty";
import type { MonthAttempts } from "./month-rows";

const row = (endpointId: string, basis: MonthAttempts["basis"], attempts: number, costPico: bigint): MonthAttempts => ({
  profileId: "p", endpointId, endpoint: `${endpointId}/m`, tier: 1, keyId: "k", outcome: "served", cause: "", callServed: true, basis, attempts, costPico,
  tokens: 0n, primaryCostPico: 0n, primaryKnown: 0,
});

test("an unknown amount is taken at the dearest mean of its endpoint", () => {
  const rows = [row("a", "reported", 4, 400n), row("a", "estimated", 1, 301n), row("a", "unknown", 3, 0n), row("b", "reported", 1, 9_000n)];
  expect(certaintyOf(rows)).toEqual({
    reportedUsd: "0.0000000094", estimatedUsd: "0.000000000301", unknownAttempts: 3, lowUsd: "0.000000009701", highUsd: "0.000000010604",
  });
});

test("where an endpoint has no known amount there is no high end, and zero is no guess", () => {
  expect(certaintyOf([row("a", "reported", 2, 0n), row("a", "unknown", 1, 0n)]).highUsd).toBeNull();
  expect(certaintyOf([row("a", "unknown", 1, 0n), row("b", "reported", 1, 5n)])).toMatchObject({ lowUsd: "0.000000000005", highUsd: null });
  expect(certaintyOf([])).toMatchObject({ lowUsd: "0", highUsd: "0" });
});
