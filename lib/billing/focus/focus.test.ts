import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDecimal, ratio } from "@/lib/core/ratio";
import { NIL_ID } from "@/lib/core/profile";
import type { PriceClass } from "@/lib/core/price";
import { cellsOf, checkFocus } from "./check-focus";
import { columnsOf } from "./columns";
import { csvLine } from "./csv-lines";
import { MANDATORY } from "./focus-facts";
import type { FocusNames } from "./focus-names";
import { exceptionOfCorrection, sumExceptions } from "./exceptions";
import { chargeOfCorrection } from "./focus-corrections";
import { FOCUS_RULES, type FocusCells } from "./focus-rules";
import { FOCUS_VERSIONS, type FocusVersion } from "./focus-version";
import { readHourLine, writeHourLine } from "./frozen/hour-lines";
import { listCharges } from "./list-charges";
import type { HourOfUsage } from "./read-usage";

const LIST = "00000000-0000-0000-0000-00000000000a";
const BILLING = { from: new Date("2026-11-01T00:00:00Z"), to: new Date("2026-12-01T00:00:00Z") };
const names: FocusNames = {
  team: { id: "t", name: "Team" },
  seller: (slug) => ({ slug, name: slug, billingAccountId: `${slug}:acct-77`, billingAccountName: "acct-77", invoiceNumber: null }),
  profile: () => ({ slug: "chat", version: 3 }),
  key: () => "=cmd()",
  member: () => ({ id: "m", name: null }),
  listUnitPrice: (id) => (id === LIST ? 1_000_000n : null),
};
const CLASSES: readonly PriceClass[] = ["input", "cachedInput", "cacheWrite5m", "cacheWrite1h", "output", "reasoning", "perRequest"];

const hours = fc.record({
  amounts: fc.array(fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.bigInt({ min: 0n, max: 600_000_000n })), { minLength: 7, maxLength: 7 }),
  restPico: fc.constantFrom(0n, 1n, 12_345n),
  at: fc.nat({ max: 719 }),
  hasOwnList: fc.boolean(),
  step: fc.nat({ max: 2 }),
}).map(({ amounts, restPico, at, hasOwnList, step }): HourOfUsage => {
  const classes = Object.fromEntries(CLASSES.map((name, index) => {
    const [units = 0n, price = 0n] = amounts[index] ?? [];
    return [name, { units, costPico: units * price }];
  })) as HourOfUsage["classes"];
  return {
    hour: new Date(BILLING.from.getTime() + at * 3_600_000), profileVersionId: NIL_ID, tier: 1, endpointId: "e", endpoint: "groq/meta-llama/llama-3.3", priceId: "p", priceStep: step,
    listPriceId: hasOwnList ? LIST : NIL_ID, listPriceStep: 0, keyId: "k", outcome: "served", cause: "", basis: "reported", attempts: 3, classes,
    costPico: Object.values(classes).reduce<bigint>((sum, { costPico }) => sum + costPico, restPico),
  };
});
const rowsOf = (hour: HourOfUsage, version: FocusVersion) => listCharges(hour, names, BILLING).map((charge) => cellsOf(charge, version));
const picoOf = (text: string | null | undefined) => { const { numerator, denominator } = parseDecimal(text ?? ""); return (numerator * 10n ** 12n) / denominator; };

describe.each(FOCUS_VERSIONS)("charges as FOCUS %s", (version) => {
  it("keep every rule, add up to what the hour cost, and list cost is units at the list price", () => {
    fc.assert(fc.property(hours, (hour) => {
      expect(readHourLine(writeHourLine(hour))).toEqual(hour);
      const rows = rowsOf(hour, version);
      expect(checkFocus(rows, version).failed).toEqual([]);
      expect(rows.reduce((sum, row) => sum + picoOf(row["ContractedCost"]), 0n)).toBe(hour.costPico);
      for (const row of rows.filter(({ ChargeCategory }) => ChargeCategory === "Usage")) {
        if (hour.listPriceId === LIST) expect(picoOf(row["ListCost"])).toBe(BigInt(row["ConsumedQuantity"] ?? "") * 1_000_000n);
        else expect(row["ListCost"]).toBe(row["ContractedCost"]);
      }
    }), { numRuns: 60 });
  });

  it("that correct a closed month keep every rule, and say when and of which account it was", () => {
    const correction = { id: "c", ofMonth: "2026-10", kind: "late", from: "2026-09-30T22:00:00.000Z", to: "2026-10-31T23:00:00.000Z", profile: "chat", endpoint: "groq/llama", keyId: "k", member: null } as const;
    const rows = ["-1", "41"].map((amountPico) => cellsOf(chargeOfCorrection({ ...correction, amountPico }, names, BILLING), version));
    expect(checkFocus(rows, version).failed).toEqual([]);
    expect(rows[0]).toMatchObject({
      BilledCost: "-0.000000000001", BillingAccountId: "groq:acct-77", ChargeClass: "Correction", BillingPeriodStart: "2026-11-01T00:00:00Z", ChargePeriodStart: "2026-09-30T22:00:00Z",
      ChargeDescription: "Correction of October 2026 (late records), llama via groq", PricingQuantity: null, x_CorrectionId: "c",
    });
  });

  it("have 21 mandatory columns among theirs", () => {
    expect(MANDATORY[version]).toHaveLength(21);
    expect(columnsOf(version).map(({ name }) => name)).toEqual(expect.arrayContaining([...MANDATORY[version]]));
  });
});

it("what is unknown is in no charge, and never a zero", () => {
  const [hour] = fc.sample(hours, 1) as [HourOfUsage];
  expect(listCharges({ ...hour, basis: "unknown" }, names, BILLING)).toEqual([]);
});

it("attempts of unknown cost that came late are exceptions of the file that has their correction, at the mean of their endpoint there", () => {
  const late = { id: "c", ofMonth: "2026-10", kind: "late", from: "2026-10-01T00:00:00.000Z", to: "2026-11-01T00:00:00.000Z", profile: "chat", endpoint: "groq/llama", keyId: "k", member: null, amountPico: "0" } as const;
  const means = new Map([["e", ratio(10n, 4n)]]);
  const of = (endpointId: string, attempts: number) => exceptionOfCorrection({ ...late, unknown: { endpointId, attempts } }, means);
  expect(of("e", 3)).toMatchObject([{ attempts: 3, estimatePico: 8n, correctionId: "c", period: { from: new Date("2026-10-01T00:00:00Z") }, tier: null }]);
  expect([of("e", -2)[0]?.estimatePico, of("other", 1)[0]?.estimatePico, exceptionOfCorrection(late, means)]).toEqual([-5n, null, []]);
  const costs = [{ endpointId: "e", attempts: "4", costPico: "10", unknown: "2" }];
  expect(sumExceptions(costs, [late, { ...late, unknown: { endpointId: "e", attempts: 3 } }, { ...late, unknown: { endpointId: "other", attempts: 1 } }])).toEqual({ attempts: 6, estimatePico: 13n, withoutEstimate: 1 });
});

it("a name that a spreadsheet would run stands in a cell as a text, and a negative amount as a number", () => {
  expect(csvLine([{ type: "String", value: "=cmd()" }, { type: "Decimal", value: "-0.5" }, { type: "String", value: null }, { type: "JSON", value: '{"a":"b"}' }])).toBe(`'=cmd(),-0.5,,"{""a"":""b""}"\r\n`);
});

/** By rule, what is done to a good row so that this rule is broken. */
const FAULTS: Record<string, (row: FocusCells) => FocusCells> = {
  "mandatory-columns": (row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== "BilledCost")),
  "foreign-columns": (row) => ("ProviderName" in row ? { ServiceProviderName: "x", ...row } : { ProviderName: "x", ...row }),
  "column-names": (row) => ({ billed_cost: "1", ...row }),
  "own-columns-last": (row) => ({ ...row, RegionId: "eu" }),
  "not-null": (row) => ({ ...row, ListCost: null }),
  "no-placeholders": (row) => ({ ...row, ChargeDescription: "N/A" }),
  times: (row) => ({ ...row, ChargePeriodStart: "2026-11-01T00:00:00.000+00:00" }),
  decimals: (row) => ({ ...row, BilledCost: "1,234.5" }),
  "key-values": (row) => ({ ...row, Tags: '{"a":{"b":"c"}}' }),
  "own-details": (row) => ({ ...row, SkuPriceDetails: '{"ModelId":"x"}' }),
  currency: (row) => ({ ...row, BillingCurrency: "usd" }),
  "billing-period": (row) => ({ ...row, BillingPeriodEnd: row["BillingPeriodStart"] ?? null }),
  "charge-period": (row) => ({ ...row, ChargePeriodEnd: row["ChargePeriodStart"] ?? null }),
  "within-billing-period": (row) => ({ ...row, BillingPeriodStart: "2026-12-01T00:00:00Z", BillingPeriodEnd: "2027-01-01T00:00:00Z" }),
  "charge-category": (row) => ({ ...row, ChargeCategory: "Fee" }),
  "charge-class": (row) => ({ ...row, ChargeClass: "Normal" }),
  "charge-frequency": (row) => ({ ...row, ChargeCategory: "Purchase" }),
  "service-category": (row) => ({ ...row, ServiceSubcategory: "LLMs" }),
  "pricing-category": (row) => ({ ...row, PricingCategory: null }),
  "pricing-unit": (row) => ({ ...row, PricingUnit: null }),
  "consumed-unit": (row) => ({ ...row, ConsumedUnit: null }),
  "list-product": (row) => ({ ...row, ListCost: "0.000000000001" }),
  "contracted-product": (row) => ({ ...row, ContractedUnitPrice: "123.456789" }),
  "unit-prices": (row) => ({ ...row, ListUnitPrice: null }),
  "not-negative-prices": (row) => ({ ...row, ContractedUnitPrice: "-1" }),
  "million-tokens": (row) => ({ ...row, ConsumedQuantity: "1" }),
  sku: (row) => ({ ...row, SkuId: null }),
  "sub-account": (row) => ({ ...row, SubAccountId: null }),
};

describe.each(FOCUS_VERSIONS)("a planted fault in FOCUS %s", (version) => {
  const hour: HourOfUsage = {
    hour: BILLING.from, profileVersionId: NIL_ID, tier: 1, endpointId: "e", endpoint: "groq/llama", priceId: "p", priceStep: 0, listPriceId: NIL_ID, listPriceStep: 0,
    keyId: "k", outcome: "served", cause: "", basis: "reported", attempts: 1, costPico: 590_000n * 1_234_567n,
    classes: { ...Object.fromEntries(CLASSES.map((name) => [name, { units: 0n, costPico: 0n }])) as HourOfUsage["classes"], input: { units: 1_234_567n, costPico: 590_000n * 1_234_567n } },
  };
  const [good = {}] = rowsOf(hour, version);

  it.each(FOCUS_RULES.map(({ id }) => id))("is found by the rule %s", (id) => {
    expect(checkFocus([good], version).failed).toEqual([]);
    const spoil = FAULTS[id];
    if (!spoil) throw new Error(`no fault is planted for ${id}`);
    const found = checkFocus([good, spoil(good), good], version);
    expect(found.failed.find((failed) => failed.id === id)).toMatchObject({ row: 2, rows: 1 });
    expect(found.passed.map((rule) => rule.id)).not.toContain(id);
  });

  it.each([
    ["2026-11-30T23:00:00Z", "2026-12-01T00:00:00Z", []], ["2026-11-30T23:00:00Z", "2026-12-01T00:00:01Z", ["within-billing-period"]],
    ["2026-10-31T23:59:59Z", "2026-11-01T01:00:00Z", ["within-billing-period"]], ["2026-11-01T01:00:00Z", "2026-11-01T00:00:00Z", ["charge-period"]],
  ])("is a period from %s to %s only where it leaves the billing period or ends before it begins", (from, to, broken) => {
    expect(checkFocus([{ ...good, ChargePeriodStart: from, ChargePeriodEnd: to }], version).failed.map(({ id }) => id)).toEqual(broken);
  });

  it("passes no rule where nothing was looked at", () => {
    expect(checkFocus([], version)).toEqual({ rows: 0, passed: [], failed: [] });
  });
});
