import { z } from "zod";

const usd = z.string().regex(/^-?\d+(\.\d+)?$/).describe("US dollars as a plain decimal, exact to the last digit");
const perMillion = z.string().regex(/^-?\d+(\.\d+)?$/).nullable().describe("US dollars per million tokens, to twelve decimals; null where nothing was served, or an amount is unknown");
const share = z.string().regex(/^-?\d+(\.\d+)?$/).nullable().describe("A part of 1, to twelve decimals; null where there is nothing to divide by");
const count = z.int().min(0);
const instant = z.iso.datetime().describe("UTC");

const figures = {
  calls: count, served: count, failed: count, aborted: count.describe("The client left"), rescued: count.describe("Served after an earlier candidate had failed or was out"),
  attempts: count, unknownAttempts: count.describe("Of unknown cost: in no amount"), coverageShare: share, availabilityShare: share,
  spendUsd: usd.describe("Served calls, failed attempts and what clients left, exact to the last digit"), servedUsd: usd, wasteUsd: usd, abortedUsd: usd,
  warcUsdPerMillion: perMillion, primaryUsdPerMillion: perMillion, premiumUsdPerMillion: perMillion, effectiveUsdPerMillion: perMillion,
  savingsUsd: usd.nullable().describe("Against the baseline; negative where it would have been cheaper; null where nothing can be compared"),
  notComparableCalls: count,
};

/** What `GET /api/reports/{yyyy-mm}?format=json` answers. New fields may come; these stay. */
export const monthAnswerSchema = z.object({
  team: z.string().describe("Its slug"),
  month: z.string().regex(/^\d{4}-\d\d$/),
  zone: z.string().describe("The time zone in which the month and its days are cut"),
  from: instant, to: instant.describe("UTC, exclusive"),
  state: z.enum(["running", "provisional", "reconciled", "closed"]),
  version: z.int().min(1).nullable().describe("Of a closed month"),
  closedAt: instant.nullable(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/).nullable().describe("Of a closed month's document: of `document` as JSON with sorted keys and no spaces"),
  charging: z.enum(["showback", "chargeback"]),
  ...figures,
  correctionsUsd: usd.describe("Of closed months, charged beside this one: not in spendUsd"),
  forecast: z.object({ spendUsd: usd, lowUsd: usd, highUsd: usd }).nullable().describe("Of a running month: what the whole will have cost, and the bounds of 80%"),
  profiles: z.array(z.object({ profile: z.string().describe("Its slug"), baseline: z.string().nullable(), ...figures })),
  providers: z.array(z.object({ provider: z.string().describe("Its slug; empty for calls that nobody served"), calls: count, attempts: count, unknownAttempts: count, spendUsd: usd })),
  document: z.record(z.string(), z.unknown()).describe("Everything that the report is made of, as it is kept and hashed"),
}).describe("A team's month");

export type MonthAnswer = z.output<typeof monthAnswerSchema>;
