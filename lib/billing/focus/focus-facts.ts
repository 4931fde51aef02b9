import { columnsOf, type FocusType } from "./columns";
import type { FocusVersion } from "./focus-version";

/** What the specification says of columns, as far as files of ours can meet it. */
const BOTH_MANDATORY = [
  "BilledCost", "BillingAccountId", "BillingAccountName", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory", "ChargeClass",
  "ChargeDescription", "ChargePeriodEnd", "ChargePeriodStart", "ContractedCost", "EffectiveCost", "InvoiceIssuerName", "ListCost", "PricingQuantity",
  "PricingUnit", "ServiceCategory", "ServiceName",
];

/** 21 in either version. */
export const MANDATORY: Readonly<Record<FocusVersion, readonly string[]>> = {
  "1.2": [...BOTH_MANDATORY, "ProviderName", "PublisherName"],
  "1.4": [...BOTH_MANDATORY, "ServiceProviderName", "HostProviderName"],
};

/** Of another version: incompatible since 1.4, or not there yet in 1.2. */
export const FOREIGN: Readonly<Record<FocusVersion, readonly string[]>> = {
  "1.2": ["ServiceProviderName", "HostProviderName", "AllocatedMethodId", "ContractApplied"],
  "1.4": ["ProviderName", "PublisherName"],
};

/** Mandatory ones that may be null nevertheless. */
const NULLABLE = new Set(["BillingAccountName", "ChargeClass", "ChargeDescription", "PricingQuantity", "PricingUnit", "HostProviderName"]);

export const NOT_NULL = byVersion((version) => MANDATORY[version].filter((name) => !NULLABLE.has(name)));
export const DECIMALS = byVersion((version) => namesOf("Decimal", version));
export const TIMES = byVersion((version) => namesOf("Date/Time", version));
export const KEY_VALUES = byVersion((version) => namesOf("JSON", version));

function byVersion<T>(make: (version: FocusVersion) => T): Readonly<Record<FocusVersion, T>> {
  return { "1.2": make("1.2"), "1.4": make("1.4") };
}

function namesOf(type: FocusType, version: FocusVersion): string[] {
  return columnsOf(version).filter((column) => column.type === type).map(({ name }) => name);
}

export const CHARGE_CATEGORIES = ["Usage", "Purchase", "Tax", "Credit", "Adjustment"];
export const PRICING_CATEGORIES = ["Standard", "Dynamic", "Committed", "Other"];
export const CHARGE_FREQUENCIES = ["One-Time", "Recurring", "Usage-Based"];
export const SERVICE_CATEGORIES = [
  "AI and Machine Learning", "Analytics", "Business Applications", "Compute", "Databases", "Developer Tools", "Multicloud", "Identity", "Integration",
  "Internet of Things", "Management and Governance", "Media", "Migration", "Mobile", "Networking", "Security", "Storage", "Web", "Other",
];
/** Of the category that we have. */
export const AI_SUBCATEGORIES = ["AI Platforms", "Bots", "Generative AI", "Machine Learning", "Natural Language Processing", "Other (AI and Machine Learning)"];
