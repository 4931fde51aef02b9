import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callRecords } from "../testing/records";
import { toNamedRecord } from "./named-record";
import { decodeRecord, encodeRecord } from "./record-codec";

const [sample] = fc.sample(callRecords().filter((record) => record.attempts.some((attempt) => attempt.classes !== null)), { numRuns: 1, seed: 1 });
if (!sample) throw new Error("no sample");
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const packed = JSON.parse(encodeRecord(sample).toString()) as unknown[];

describe("the record codec", () => {
  it("gives back every record as it was, to the last pico", () => {
    fc.assert(
      fc.property(callRecords(), (record) => {
        expect(decodeRecord(encodeRecord(record))).toEqual(record);
      }),
    );
  });

  it("keeps amounts that no double can hold", () => {
    const record = { ...sample, primaryCostPico: 9_223_372_036_854_775_807n };
    expect(decodeRecord(encodeRecord(record)).primaryCostPico).toBe(9_223_372_036_854_775_807n);
  });

  it("keeps what budgets hold for an unknown cost, beside a list price and without one", () => {
    const attempts = sample.attempts.flatMap((attempt) => [null, { id: sample.id, step: 1 }].map((listPrice) => ({ ...attempt, listPrice, heldPico: 9_007_199_254_740_993n })));
    expect(decodeRecord(encodeRecord({ ...sample, attempts }))).toEqual({ ...sample, attempts });
  });

  it("drops what a newer version has added", () => {
    expect(decodeRecord(bytes([...packed, "fine"]))).toEqual(sample);
  });

  it("reads what was written before attempts had a list price beside their own", () => {
    const attempts = sample.attempts.map((attempt) => ({ ...attempt, listPrice: null }));
    const before = JSON.parse(encodeRecord({ ...sample, attempts }).toString()) as unknown[];
    expect((before[24] as unknown[][]).every(({ length }) => length === 21)).toBe(true);
    expect(decodeRecord(bytes(before))).toEqual({ ...sample, attempts });
  });

  it.each([
    ["no JSON", "{"],
    ["nothing", ""],
    ["another shape", "[]"],
    ["a format of another version", JSON.stringify([2, ...packed.slice(1)])],
    ["a missing field", "{}"],
    ["a list that ends too soon", JSON.stringify(packed.slice(0, -1))],
    ["an amount that is no number", JSON.stringify(packed.map((value) => (value === packed[19] ? "1e9" : value)))],
  ])("refuses %s", (_, text) => {
    expect(() => decodeRecord(Buffer.from(text))).toThrow();
  });
});

describe("a record with its fields by name, as the first releases wrote it", () => {
  it("is read as it was", () => {
    fc.assert(
      fc.property(callRecords(), (record) => {
        expect(decodeRecord(bytes(toNamedRecord(record)))).toEqual(record);
      }),
    );
  });

  it("may lack what plans did not have then, and have fields that nobody knows", () => {
    const plan = sample.plan.map(({ endpoint, tier, kept, reason }) => ({ endpoint, tier, kept, reason }));
    const attempts = sample.attempts.map((attempt) => ({ ...attempt, listPrice: null }));
    const named = toNamedRecord(sample) as { attempts: object[] };
    const old = { ...named, attempts: named.attempts.map((attempt) => ({ ...attempt, listPrice: undefined })), plan, verdict: "fine" };
    const unknown = { drop: null, expectedCostUsd: null, expectedMs: null };
    expect(decodeRecord(bytes(old))).toEqual({ ...sample, attempts, plan: plan.map((entry) => ({ ...entry, ...unknown })) });
  });

  it.each([
    ["an amount as a number", { primaryCostPico: 12 }],
    ["an amount that is no number", { primaryCostPico: "1e9" }],
    ["an id that is none", { id: "x" }],
    ["a duration with a fraction", { totalMs: 1.5 }],
    ["an unknown outcome", { outcome: "fine" }],
  ])("is refused with %s", (_, wrong) => {
    expect(() => decodeRecord(bytes({ ...(toNamedRecord(sample) as object), ...wrong }))).toThrow();
  });
});
