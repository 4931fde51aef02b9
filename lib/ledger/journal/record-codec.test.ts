import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callRecords } from "../testing/records";
import { decodeRecord, encodeRecord } from "./record-codec";

const [sample] = fc.sample(callRecords().filter((record) => record.attempts.some((attempt) => attempt.classes !== null)), { numRuns: 1, seed: 1 });

describe("the record codec", () => {
  it("gives back every record as it was, to the last pico", () => {
    fc.assert(
      fc.property(callRecords(), (record) => {
        expect(decodeRecord(encodeRecord(record))).toEqual(record);
      }),
    );
  });

  it("keeps amounts that no double can hold", () => {
    if (!sample) throw new Error("no sample");
    const record = { ...sample, primaryCostPico: 9_223_372_036_854_775_807n };
    expect(decodeRecord(encodeRecord(record)).primaryCostPico).toBe(9_223_372_036_854_775_807n);
  });

  it("drops fields of a newer version", () => {
    if (!sample) throw new Error("no sample");
    const newer = { ...JSON.parse(encodeRecord(sample).toString()) as object, verdict: "fine" };
    expect(decodeRecord(Buffer.from(JSON.stringify(newer)))).toEqual(sample);
  });

  it.each([
    ["no JSON", "{"],
    ["nothing", ""],
    ["another shape", "[]"],
    ["a missing field", "{}"],
  ])("refuses %s", (_, text) => {
    expect(() => decodeRecord(Buffer.from(text))).toThrow();
  });

  it.each([
    ["an amount as a number", { primaryCostPico: 12 }],
    ["an amount that is no number", { primaryCostPico: "1e9" }],
    ["an id that is none", { id: "x" }],
    ["a duration with a fraction", { totalMs: 1.5 }],
    ["an unknown outcome", { outcome: "fine" }],
  ])("refuses %s", (_, wrong) => {
    if (!sample) throw new Error("no sample");
    const damaged = { ...JSON.parse(encodeRecord(sample).toString()) as object, ...wrong };
    expect(() => decodeRecord(Buffer.from(JSON.stringify(damaged)))).toThrow();
  });
});
