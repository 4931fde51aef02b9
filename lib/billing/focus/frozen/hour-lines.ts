import { type PriceClass } from "@/lib/core/price";
import { METERS } from "../charge";
import type { HourOfUsage } from "../read-usage";

const HOUR_MS = 3_600_000;
const CLASSES = METERS.map((meter) => meter.class);

type Line = [
  hour: number, profileVersionId: string, tier: number, endpointId: string, endpoint: string, priceId: string, priceStep: number, listPriceId: string,
  listPriceStep: number, keyId: string, outcome: string, cause: string, basis: HourOfUsage["basis"], attempts: number, costPico: string,
  ...unitsAndCosts: string[],
];

/** A row of usage as one line of JSON: its keys, what it cost, and the units and cost of each class in the order of METERS. */
export function writeHourLine(row: HourOfUsage): string {
  const { hour, profileVersionId, tier, endpointId, endpoint, priceId, priceStep, listPriceId, listPriceStep, keyId, outcome, cause, basis, attempts, costPico, classes } = row;
  const line: Line = [
    hour.getTime() / HOUR_MS, profileVersionId, tier, endpointId, endpoint, priceId, priceStep, listPriceId, listPriceStep, keyId, outcome, cause, basis, attempts, String(costPico),
    ...CLASSES.flatMap((name) => [String(classes[name].units), String(classes[name].costPico)]),
  ];
  return `${JSON.stringify(line)}\n`;
}

/** The same row again. @param text of a part whose hash was held against what was kept */
export function readHourLine(text: string): HourOfUsage {
  const [hour, profileVersionId, tier, endpointId, endpoint, priceId, priceStep, listPriceId, listPriceStep, keyId, outcome, cause, basis, attempts, costPico, ...amounts] =
    JSON.parse(text) as Line;
  const classes = Object.fromEntries(CLASSES.map((name, index) => [name, { units: BigInt(amounts[index * 2] ?? ""), costPico: BigInt(amounts[index * 2 + 1] ?? "") }]));
  return {
    hour: new Date(hour * HOUR_MS), profileVersionId, tier, endpointId, endpoint, priceId, priceStep, listPriceId, listPriceStep, keyId, outcome, cause, basis, attempts,
    costPico: BigInt(costPico), classes: classes as Record<PriceClass, HourOfUsage["classes"][PriceClass]>,
  };
}
