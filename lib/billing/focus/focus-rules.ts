import { compare, multiply, parseDecimal, type Ratio, ratio } from "@/lib/core/ratio";
import {
  AI_SUBCATEGORIES, CHARGE_CATEGORIES, CHARGE_FREQUENCIES, DECIMALS, FOREIGN, KEY_VALUES, MANDATORY, NOT_NULL, PRICING_CATEGORIES, SERVICE_CATEGORIES, TIMES,
} from "./focus-facts";
import type { FocusVersion } from "./focus-version";

/** A row as a reader of the file has it: by column, null for an empty field. A column that is missing is no key. */
export type FocusCells = Readonly<Record<string, string | null>>;

/** What the specification asks, as a sentence, and what of a row is against it; null where nothing is. */
export type FocusRule = { id: string; text: string; fault: (row: FocusCells, version: FocusVersion) => string | null };

const INSTANT = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;
const NUMBER = /^-?(\d+(\.\d+)?|\d*\.\d+)([eE]-?\d+)?$/;
const PLACEHOLDERS = new Set(["", "n/a", "na", "null", "none", "nil", "-", "not applicable", "unknown"]);

export const FOCUS_RULES: readonly FocusRule[] = [
  {
    id: "mandatory-columns", text: "All 21 mandatory columns are there.",
    fault: (row, version) => first(MANDATORY[version], (name) => !(name in row), "is missing"),
  },
  {
    id: "foreign-columns", text: "No column of another version is there.",
    fault: (row, version) => first(FOREIGN[version], (name) => name in row, `does not belong to ${version}`),
  },
  { id: "column-names", text: "Columns are named in PascalCase, our own ones with x_ before.", fault: (row) => first(Object.keys(row), (name) => !/^(x_)?[A-Z][A-Za-z0-9]*$/.test(name), "is no name of a column") },
  { id: "own-columns-last", text: "Our own columns stand after those of the specification.", fault: ownColumnsLast },
  { id: "not-null", text: "What must have a value has one.", fault: (row, version) => first(NOT_NULL[version], (name) => row[name] === null, "is null") },
  { id: "no-placeholders", text: "What has no value is null: never an empty text or a word for it.", fault: (row) => first(Object.keys(row), (name) => PLACEHOLDERS.has((row[name] ?? "x").trim().toLowerCase()), "has a word in place of null") },
  { id: "times", text: "Times are in UTC, to the second.", fault: (row, version) => first(TIMES[version], (name) => isSet(row, name) && !INSTANT.test(row[name] ?? ""), "is no time such as 2026-11-01T00:00:00Z") },
  { id: "decimals", text: "Numbers are plain decimals.", fault: (row, version) => first(DECIMALS[version], (name) => isSet(row, name) && !NUMBER.test(row[name] ?? ""), "is no plain number") },
  { id: "key-values", text: "Tags and details of SKUs are flat JSON objects.", fault: (row, version) => first(KEY_VALUES[version], (name) => isSet(row, name) && !isFlatObject(row[name] ?? ""), "is no flat JSON object") },
  { id: "own-details", text: "Details of SKUs that the specification does not define have x_ before.", fault: (row) => (isFlatObject(row["SkuPriceDetails"] ?? "{}") && Object.keys(JSON.parse(row["SkuPriceDetails"] ?? "{}") as object).some((key) => !key.startsWith("x_")) ? "SkuPriceDetails has a key without x_" : null) },
  { id: "currency", text: "The currency is one of ISO 4217.", fault: (row) => (/^[A-Z]{3}$/.test(row["BillingCurrency"] ?? "") ? null : "BillingCurrency has no three capital letters") },
  { id: "billing-period", text: "A billing period ends after it begins.", fault: (row) => isBefore(row["BillingPeriodStart"], row["BillingPeriodEnd"]) ? null : "BillingPeriodEnd is not after BillingPeriodStart" },
  { id: "charge-period", text: "A charge's period ends after it begins.", fault: (row) => isBefore(row["ChargePeriodStart"], row["ChargePeriodEnd"]) ? null : "ChargePeriodEnd is not after ChargePeriodStart" },
  { id: "within-billing-period", text: "What was charged outside of its billing period is a correction.", fault: withinBilling },
  { id: "charge-category", text: "The category of a charge is one of the specification's.", fault: (row) => oneOf(row, "ChargeCategory", CHARGE_CATEGORIES) },
  { id: "charge-class", text: "The class of a charge is Correction or null.", fault: (row) => oneOf(row, "ChargeClass", ["Correction"]) },
  { id: "charge-frequency", text: "The frequency of a charge is one of the specification's, and never by usage for a purchase.", fault: (row) => oneOf(row, "ChargeFrequency", CHARGE_FREQUENCIES) ?? (row["ChargeCategory"] === "Purchase" && row["ChargeFrequency"] === "Usage-Based" ? "a purchase is not Usage-Based" : null) },
  { id: "service-category", text: "The category of a service and what is below it are the specification's.", fault: serviceCategory },
  { id: "pricing-category", text: "What has a price's id has a category of pricing, one of the specification's.", fault: (row) => oneOf(row, "PricingCategory", PRICING_CATEGORIES) ?? (isPriced(row) && !isSet(row, "PricingCategory") ? "PricingCategory is null beside a SkuPriceId" : null) },
  { id: "pricing-unit", text: "A priced quantity has a unit, and none without one; usage has both.", fault: pricingUnit },
  { id: "consumed-unit", text: "A consumed quantity has a unit, and is of usage alone.", fault: consumedUnit },
  { id: "list-product", text: "List price times quantity is the list cost, to the last digit.", fault: (row) => product(row, "ListUnitPrice", "ListCost") },
  { id: "contracted-product", text: "Our price times quantity is the contracted cost, to the last digit.", fault: (row) => product(row, "ContractedUnitPrice", "ContractedCost") },
  { id: "unit-prices", text: "A price's id comes with its list price and our price.", fault: (row) => isPriced(row) ? first(["ListUnitPrice", "ContractedUnitPrice"], (name) => !isSet(row, name), "is null beside a SkuPriceId") : null },
  { id: "not-negative-prices", text: "Unit prices are not negative.", fault: (row) => first(["ListUnitPrice", "ContractedUnitPrice"], (name) => (row[name] ?? "").startsWith("-"), "is negative") },
  { id: "million-tokens", text: "A million tokens priced are a million tokens consumed.", fault: millionTokens },
  { id: "sku", text: "A price's id names its SKU, and usage has both.", fault: skuIds },
  { id: "sub-account", text: "A sub-account's name has its id.", fault: (row) => isSet(row, "SubAccountName") && !isSet(row, "SubAccountId") ? "SubAccountName has no SubAccountId" : null },
];

function first(names: readonly string[], isWrong: (name: string) => boolean, how: string): string | null {
  const wrong = names.find(isWrong);
  return wrong === undefined ? null : `${wrong} ${how}`;
}

function isSet(row: FocusCells, name: string): boolean {
  return row[name] != null;
}

function isPriced(row: FocusCells): boolean {
  return isSet(row, "SkuPriceId") && row["ChargeClass"] !== "Correction";
}

function ownColumnsLast(row: FocusCells): string | null {
  const names = Object.keys(row);
  const own = names.findIndex((name) => name.startsWith("x_"));
  const late = own < 0 ? undefined : names.slice(own).find((name) => !name.startsWith("x_"));
  return late === undefined ? null : `${late} stands after a column of our own`;
}

function isFlatObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every((each) => typeof each !== "object");
  } catch {
    return false;
  }
}

function isBefore(a: string | null | undefined, b: string | null | undefined): boolean {
  return a != null && b != null && Date.parse(a) < Date.parse(b);
}

function withinBilling(row: FocusCells): string | null {
  if (row["ChargeClass"] === "Correction") return null;
  const [from, to, start, end] = ["BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd"].map((name) => Date.parse(row[name] ?? ""));
  const isInside = from !== undefined && to !== undefined && start !== undefined && end !== undefined && start >= from && end <= to;
  return isInside ? null : "the charge is outside of its billing period and no correction";
}

function oneOf(row: FocusCells, name: string, allowed: readonly string[]): string | null {
  const value = row[name];
  return value == null || allowed.includes(value) ? null : `${name} is ${JSON.stringify(value)}`;
}

function serviceCategory(row: FocusCells): string | null {
  return oneOf(row, "ServiceCategory", SERVICE_CATEGORIES) ?? (row["ServiceCategory"] === "AI and Machine Learning" ? oneOf(row, "ServiceSubcategory", AI_SUBCATEGORIES) : null);
}

function pricingUnit(row: FocusCells): string | null {
  if (isSet(row, "PricingQuantity") !== isSet(row, "PricingUnit")) return "one of PricingQuantity and PricingUnit is null";
  const isUsage = row["ChargeCategory"] === "Usage" && row["ChargeClass"] !== "Correction";
  return isUsage && !isSet(row, "PricingQuantity") ? "usage has no PricingQuantity" : null;
}

function consumedUnit(row: FocusCells): string | null {
  if (isSet(row, "ConsumedQuantity") !== isSet(row, "ConsumedUnit")) return "one of ConsumedQuantity and ConsumedUnit is null";
  return isSet(row, "ConsumedQuantity") && row["ChargeCategory"] !== "Usage" ? "ConsumedQuantity of what is no usage" : null;
}

function product(row: FocusCells, price: string, cost: string): string | null {
  const [unit, quantity, whole] = [valueOf(row[price]), valueOf(row["PricingQuantity"]), valueOf(row[cost])];
  if (!unit || !quantity || !whole || row["ChargeClass"] === "Correction") return null;
  return compare(multiply(unit, quantity), whole) === 0 ? null : `${price} x PricingQuantity is not ${cost}`;
}

function millionTokens(row: FocusCells): string | null {
  if (row["PricingUnit"] !== "1000000 Tokens" || row["ConsumedUnit"] !== "Tokens") return null;
  const [priced, consumed] = [valueOf(row["PricingQuantity"]), valueOf(row["ConsumedQuantity"])];
  return priced && consumed && compare(multiply(priced, ratio(1_000_000n)), consumed) === 0 ? null : "PricingQuantity is not the millionth part of ConsumedQuantity";
}

function skuIds(row: FocusCells): string | null {
  if (isSet(row, "SkuPriceId") && !isSet(row, "SkuId")) return "SkuPriceId has no SkuId";
  const isUsage = row["ChargeCategory"] === "Usage" && row["ChargeClass"] !== "Correction";
  return isUsage && !isSet(row, "SkuPriceId") ? "usage has no SkuPriceId" : null;
}

/** Without exponents, as all of ours are; null for what is no such number, which another rule finds. */
function valueOf(text: string | null | undefined): Ratio | null {
  return text != null && /^-?\d+(\.\d+)?$/.test(text) ? parseDecimal(text) : null;
}
