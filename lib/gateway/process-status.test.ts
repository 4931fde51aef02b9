import { expect, it } from "vitest";
import { sumStatus, type ProcessStatus } from "./process-status";

const statusOf = (ledger: Partial<ProcessStatus["ledger"]>, calls = 0, waiting = 0): ProcessStatus => ({
  calls, waiting,
  ledger: {
    pendingCalls: 0, oldestPendingMs: null, journalBytes: 0, journalMaxBytes: 100, lastDrainAtMs: null,
    failing: null, journalFailing: null, unrecording: null, unrecorded: { calls: 0, costPico: 0n }, ...ledger,
  },
});

it("is what one process says, where there is one", () => {
  const alone = statusOf({ pendingCalls: 3, oldestPendingMs: 7, unrecorded: { calls: 1, costPico: 10n ** 18n } }, 2, 1);
  expect(sumStatus([alone])).toEqual(alone);
});

it("adds up counts and costs, and keeps the oldest age and any trouble", () => {
  const sum = sumStatus([
    statusOf({ pendingCalls: 1, journalBytes: 10, unrecorded: { calls: 1, costPico: 10n ** 18n } }, 5),
    statusOf({ pendingCalls: 2, oldestPendingMs: 40, failing: "away" }, 1, 2),
    statusOf({ oldestPendingMs: 9, journalBytes: 5, journalFailing: "full", unrecorded: { calls: 0, costPico: 1n } }),
  ]);
  expect(sum).toEqual({
    ...statusOf({
      pendingCalls: 3, oldestPendingMs: 40, journalBytes: 15, journalMaxBytes: 300, failing: "away", journalFailing: "full",
      unrecorded: { calls: 1, costPico: 10n ** 18n + 1n },
    }),
    calls: 6, waiting: 2,
  });
});
