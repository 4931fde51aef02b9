import { describe, expect, it } from "vitest";
import { compareInvoice, type Given, type OwnLine } from "./compare-invoice";
import type { InvoiceLine } from "./invoice-line";

const USD = 1_000_000_000_000n;
const mine = (day: string, usd: number, more: Partial<OwnLine> = {}): OwnLine => ({
  day, model: "meta/llama", upstreamModel: "Llama-3.3-70B", class: "input", tokens: 1_000_000n, amountPico: BigInt(usd) * USD, ...more,
});
const their = (day: string | null, usd: number | null, more: Partial<InvoiceLine> = {}): InvoiceLine => ({
  day, model: null, class: null, tokens: null, amountPico: usd === null ? null : BigInt(usd) * USD, ...more,
});
const compare = (own: OwnLine[], theirs: InvoiceLine[], more: Partial<Given> = {}) => compareInvoice({
  own, theirs, totalPico: theirs.reduce((sum, { amountPico }) => sum + (amountPico ?? 0n), 0n), unknownByDay: new Map(), isOtherZone: false, ...more,
});

describe("a provider's word against the ledger", () => {
  it("agrees without a reason, and says as little as the provider says", () => {
    const { total, byModel, byDay, byClass } = compare([mine("2026-11-01", 5)], [], { totalPico: 5n * USD });
    expect(total).toMatchObject({ deltaPico: 0n, reason: "" });
    expect([byModel, byDay, byClass]).toEqual([[], [], []]);
  });

  it("finds a model by any of its names, without its date", () => {
    const { byModel } = compare([mine("2026-11-01", 5)], [their(null, 3, { model: "llama-3-3-70b-20251101" }), their(null, 2, { model: "META/llama" })]);
    expect(byModel).toMatchObject([{ name: "meta/llama", deltaPico: 0n }]);
  });

  it.each<[string, Partial<Given> & { own: OwnLine[]; theirs: InvoiceLine[] }, RegExp]>([
    ["rounding", { own: [mine("2026-11-01", 100)], theirs: [], totalPico: 100n * USD + 4_000_000_000n }, /^Rounding/],
    ["calls past the gateway", { own: [], theirs: [their(null, 9)] }, /^Calls past this gateway: used/],
    ["unknown amounts", { own: [mine("2026-11-01", 5)], theirs: [their(null, 9)], unknownByDay: new Map([["2026-11-01", 2]]) }, /^2 attempts of unknown cost/],
    ["another price", { own: [mine("2026-11-01", 5)], theirs: [their(null, 9, { tokens: 1_000_100n })] }, /^Price differs/],
    ["our ledger alone", { own: [mine("2026-11-01", 5)], theirs: [], totalPico: 0n }, /^In our ledger alone/],
    ["another zone", { own: [mine("2026-11-01", 5)], theirs: [their(null, 9)], isOtherZone: true }, /cut in the team's zone$/],
  ])("tells %s as the likely reason", (_, { own, theirs, ...more }, reason) => {
    expect(compare(own, theirs, more).total.reason).toMatch(reason);
  });

  it("takes what one day has too much and its neighbour too little as their boundary", () => {
    const { byDay, total } = compare([mine("2026-11-01", 5), mine("2026-11-02", 5), mine("2026-11-03", 5)], [their("2026-11-01", 7), their("2026-11-02", 3), their("2026-11-03", 5)]);
    expect(byDay.map(({ reason }) => reason.split(":")[0])).toEqual(["Boundary of days", "Boundary of days", ""]);
    expect(total.reason).toBe("");
  });

  it("compares tokens where no amounts are said, and calls no amount zero", () => {
    const { total, byClass } = compare([mine("2026-11-01", 5)], [their("2026-11-01", null, { class: "input", tokens: 1_400_000n })], { totalPico: null });
    expect(total).toMatchObject({ theirPico: null, deltaPico: null, theirTokens: 1_400_000n, reason: expect.stringMatching(/^Calls past this gateway/) as string });
    expect(byClass).toMatchObject([{ name: "input", theirPico: null }]);
  });
});
