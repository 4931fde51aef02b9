import fc from "fast-check";
import { expect } from "vitest";
import type { Db } from "@/lib/db";
import { newId } from "../new-id";
import type { CallRecord } from "../record";
import { callRecords } from "./records";
import { addUpAttempts, addUpCalls, readRollups } from "./sums";

let samples: CallRecord[] = [];

/** Calls as they can be, with ids that nobody had before. */
export function makeCalls(count: number): CallRecord[] {
  if (samples.length === 0) samples = fc.sample(callRecords(), { numRuns: 400, seed: 50 });
  return Array.from({ length: count }, (_, index) => {
    const sample = samples[index % samples.length] as CallRecord;
    return { ...sample, id: newId(), attempts: sample.attempts.map((attempt) => ({ ...attempt, id: newId() })) };
  });
}

/** Every call once and no other, and every sum the sum of the rows. */
export async function expectBooked(db: Db, calls: readonly CallRecord[]): Promise<void> {
  const stored = (await db.call.findMany({ select: { id: true } })).map(({ id }) => id);
  expect(stored.sort()).toEqual(calls.map(({ id }) => id).sort());
  const rollups = await readRollups(db);
  expect(rollups.calls).toEqual(await addUpCalls(db));
  expect(rollups.attempts).toEqual(await addUpAttempts(db));
}
