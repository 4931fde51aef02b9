import { readFileSync } from "node:fs";
import { parsePricePerMillion, parseUsd, type Pico } from "../money";
import type { ClassPrices, Price } from "../price";
import type { UnitClass, Usage } from "../usage";

/** The worked cases of `golden/`, which come from independent exact arithmetic; prices are decimal strings. */
type GoldenPrices = Partial<Record<UnitClass | "perRequest", string>>;
type GoldenBase = GoldenPrices & { input: string; output: string };
export type GoldenPrice = GoldenBase & { above?: (GoldenPrices & { promptTokens: number })[] };

export type GoldenCost = { price: GoldenPrice; usage: Usage; costPico: string };

export type GoldenCall = {
  servedTier: number | null;
  usage: Usage | null;
  costPico: string | null;
  failedAttempts: { tier: number; cause: string; usage: Usage | null; costPico: string | null }[];
};

export type GoldenWarc = {
  prices: GoldenPrice[];
  baseline: GoldenPrice;
  calls: GoldenCall[];
  expected: {
    served: number;
    servedKnown: number;
    unserved: number;
    rescued: number;
    unknownAmounts: number;
    tiers: { tier: number; served: number; tokens: number; costPico: string; P: string; C: string | null }[];
    warc: string;
    warcByTokens: string;
    primary: string;
    premium: string;
    weighting: string;
    wastePerMillion: string;
    effective: string;
    servedSpendPico: string;
    wastePico: string;
    spendPico: string;
    comparable: number;
    baselinePico: string;
    savingsPico: string;
  };
};

export type GoldenPeriod = Pick<GoldenWarc, "prices" | "calls">;

export type GoldenChange = {
  before: GoldenPeriod;
  after: GoldenPeriod;
  expected: { warcBefore: string; warcAfter: string; change: string; mix: string; tokenMix: string; price: string };
};

export function readGolden(name: "cost"): GoldenCost[];
export function readGolden(name: "warc"): GoldenWarc[];
export function readGolden(name: "change"): GoldenChange[];
export function readGolden(name: string): unknown {
  const text = readFileSync(new URL(`../golden/${name}.json`, import.meta.url), "utf8");
  return (JSON.parse(text) as { cases: unknown }).cases;
}

export function parseGoldenPrice({ above = [], ...base }: GoldenPrice): Price {
  return {
    base: { ...parseClasses(base), input: parsePricePerMillion(base.input), output: parsePricePerMillion(base.output) },
    steps: above.map(({ promptTokens, ...prices }) => ({
      aboveInputTokens: promptTokens,
      prices: parseClasses(prices),
    })),
  };
}

export function parseGoldenAmount(costPico: string | null): Pico | null {
  return costPico === null ? null : BigInt(costPico);
}

function parseClasses(prices: GoldenPrices): Partial<ClassPrices> {
  const parse = ([name, text]: [string, string]) =>
    [name, name === "perRequest" ? parseUsd(text) : parsePricePerMillion(text)] as const;
  return Object.fromEntries(Object.entries(prices).map(parse));
}
