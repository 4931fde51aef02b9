import { z } from "zod";
import { CAUSES } from "@/lib/core/outcome";
import { ENGINES } from "@/lib/sandbox/result";

const usd = (what: string) => z.number().nullable().describe(what);
const interval = z.tuple([z.number(), z.number()]);
const timing = z
  .strictObject({ meanMs: z.number(), p50Ms: z.number(), p95Ms: z.number() })
  .nullable();

const tier = z.object({
  tier: z.number().int().describe("From 1."),
  endpoint: z.string().describe("provider/model"),
  failureDomain: z.string().describe("What it fails together with."),
  p: z.number().describe("P: its part of the served calls. These add up to 1."),
  pUnconditional: z.number().describe("Its part of all calls. These add up to the availability."),
  usdPerMillion: usd("C: USD per million tokens; null when it served nothing or has no price."),
  attempts: z.number().describe("Upstream requests to it, for each call."),
  served: z.number().describe("Of those, served."),
  failed: z.partialRecord(z.enum(CAUSES), z.number()).describe("Of those, failed, by cause."),
  skipped: z.number().describe("How often a call passed it by since its breaker or a cap had closed its door, for each call."),
  limitUse: z.number().nullable().describe("The largest part of a cap or limit that was in use in a minute; null where there is none."),
});

const intervals = z.strictObject({
  replications: z.number().int().describe("How many replications they come from."),
  availability: interval.describe("Of `availability`, as are the others of the figures with their names."),
  warcUsdPerMillion: interval.nullable(),
  effectiveUsdPerMillion: interval.nullable(),
  monthlyUsd: interval.nullable(),
  p: z.array(interval).describe("P of each tier, in their order."),
  firstTokenP95Ms: interval.nullable(),
});

const source = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ledger"), what: z.enum(["calls", "attempts"]), count: z.number().int() }),
  z.strictObject({ kind: z.literal("catalogue") }),
  z.strictObject({ kind: z.literal("status-pages") }),
  z.strictObject({ kind: z.literal("typed") }),
  z.strictObject({ kind: z.literal("assumed") }),
]);

const assumption = z.strictObject({
  path: z.string().describe("Where it stands in the request, such as traffic.callsPerMinute."),
  label: z.string().describe("What it is called."),
  value: z.string().describe("In words, with its unit."),
  source: source.describe("Where it comes from."),
  isThin: z.boolean().describe("Whether it rests on fewer attempts than a verdict asks for."),
});

const thin = z.strictObject({ endpoint: z.string().describe("provider/model"), attempts: z.number().int().describe("Recorded of it; 0 is none.") });

const happened = z.object({
  availability: z.number(),
  warcUsdPerMillion: usd("WARC as it was."),
  effectiveUsdPerMillion: usd("Effective cost as it was."),
  spendUsd: usd("What the calls that were looked at did cost."),
  monthlyUsd: usd("The same for 30 days, of all recorded calls."),
  tiers: z.array(tier.pick({ tier: true, endpoint: true, p: true, pUnconditional: true, usdPerMillion: true })).describe("Who served."),
});

const record = z.strictObject({
  recordedCalls: z.number().int().describe("Recorded in the period."),
  oneOf: z.number().int().describe("One of so many was looked at; 1 is every call."),
  replayedShare: z.number().describe("Of the attempts: taken from the record. The others were drawn."),
  unknowable: z.array(z.strictObject({ endpoint: z.string().describe("provider/model"), calls: z.number().int().describe("Calls that asked it.") }))
    .describe("Endpoints that nobody called in the period: what is said of them rests on assumptions alone."),
  actual: happened.describe("What the same calls did come to."),
});

/** What a request comes to. Shares are from 0 to 1, amounts USD; null is not known or does not apply, never zero. */
export const answerSchema = z.object({
  engine: z.enum(ENGINES).describe("Who made it."),
  profile: z.strictObject({ slug: z.string(), version: z.number().int().nullable() }).describe("Of which profile; version null is one that nobody has published."),
  seed: z.number().int().describe("The seed that it was made with."),
  calls: z.number().describe("Simulated or recorded; for the closed form, the calls that are expected."),
  tiers: z.array(tier).describe("From the primary on."),
  warcUsdPerMillion: usd("WARC: USD per million tokens, by calls."),
  primaryUsdPerMillion: usd("The same served calls at their primary."),
  weightingUsdPerMillion: usd("Token-weighted less call-weighted WARC."),
  wasteUsdPerMillion: usd("What failed attempts cost, per million tokens served."),
  effectiveUsdPerMillion: usd("All of that: what a million served tokens really cost."),
  availability: z.number().describe("Served, of all calls."),
  availabilityWithoutFallback: z.number().describe("What it would be with tier 1 alone."),
  attemptsPerCall: z.number().describe("Upstream requests for each call."),
  spendUsd: usd("All that was spent, failed attempts included."),
  monthlyUsd: usd("The same for 30 days of such traffic; of a backtest, for all recorded calls."),
  firstTokenMs: timing.describe("Until the first token of a served call, failed attempts included."),
  wholeMs: timing.describe("Until the end of its answer."),
  intervals: intervals.nullable().describe("95% intervals: of events from independent replications, of the closed form from ranges among the inputs and from what recorded attempts leave open, where a call makes up to 6 attempts; null where there are none."),
  backtest: record.nullable().describe("What a backtest rests on, and what happened then; null for the other engines."),
  thin: z.array(thin).describe("Endpoints whose success rests on fewer attempts than a verdict asks for."),
  assumptions: z.array(assumption).describe("Every value that it rests on, and where that comes from."),
});

export type ScenarioAnswer = z.output<typeof answerSchema>;
export type BacktestAnswer = z.output<typeof record>;
