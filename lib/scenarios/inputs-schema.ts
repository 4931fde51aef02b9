import { z } from "zod";
import { textProblem } from "@/lib/core/name";
import { CAUSES } from "@/lib/core/outcome";
import { MAX_TOKENS } from "@/lib/core/usage";
import { CURVES, type ScenarioInputs } from "@/lib/sandbox/inputs";

/** What a file or a request may say of a scenario. The descriptions become the reference in docs/sandbox.md and the JSON Schema. */

/** Two months of minutes: more than any forecast of outages is good for. */
const MAX_MINUTES = 62 * 24 * 60;
const MAX_CALLS_PER_MINUTE = 10_000_000;
const MAX_MS = 86_400_000;
const MAX_TOKENS_PER_SECOND = 1_000_000;
/** Down nearly always; down always is an outage in `trouble`. */
const MAX_DOWN_SHARE = 0.999_999;
const MAX_UP_MINUTES = 1e9;
const MAX_TROUBLE = 100;
const MAX_NAMES = 200;
const NAME_LENGTH = 300;

/** A number, or two between which it lies with 90 in 100. */
function ranged(number: z.ZodNumber) {
  const range = z.tuple([number, number]).refine(([low, high]) => low <= high, "must have the lower number first");
  return z.union([number, range]);
}

const from0 = (max: number) => z.number().min(0).max(max);
const above0 = (max: number) => z.number().positive().max(max);
const share = ranged(from0(1));
/** The database keeps no control characters and no halves of letters, and nobody reads them. */
const name = z.string().min(1).max(NAME_LENGTH).superRefine((value, context) => {
  const problem = textProblem(value, NAME_LENGTH);
  if (problem !== null) context.addIssue({ code: "custom", message: problem });
});
const names = z.array(name).min(1).max(MAX_NAMES);
const rate = above0(1e12);

const tokens = z.union([
  ranged(from0(MAX_TOKENS)),
  z.strictObject({ mean: ranged(above0(MAX_TOKENS)), p95: above0(MAX_TOKENS) }),
]);

const times = z
  .strictObject({ p50: above0(MAX_MS), p95: above0(MAX_MS) })
  .refine(({ p50, p95 }) => p50 <= p95, { message: "must not be below p50", path: ["p95"] });

const outageMinutes = z
  .strictObject({ median: above0(MAX_MINUTES), mean: above0(MAX_MINUTES) })
  .refine(({ median, mean }) => median <= mean, { message: "must not be below the median: outages have a long tail", path: ["mean"] });

export const trafficSchema = z.strictObject({
  callsPerMinute: ranged(above0(MAX_CALLS_PER_MINUTE)).exactOptional().describe("Calls a minute, the mean over the whole curve. Left out: as recorded."),
  curve: z.enum(CURVES).exactOptional().describe("How calls are spread over the hours (UTC): evenly, or as the recorded hours of the day or of the week are."),
  day: z.iso.date().exactOptional().describe("A recorded UTC day, such as 2026-11-20, whose hours are followed in place of a curve."),
  minutes: z.number().int().min(1).max(MAX_MINUTES).exactOptional().describe("How long the run is, in minutes."),
  startsAt: z.iso.datetime({ offset: true }).exactOptional().describe("The start of the run, in ISO 8601. Left out: the coming midnight in UTC."),
  arrivals: z.enum(["poisson", "even"]).exactOptional().describe("Whether calls know nothing of each other, or come at equal distances."),
  inputTokens: tokens.exactOptional().describe("Tokens that a call reads: a number, a range, or a lognormal distribution by its mean and 95th percentile."),
  outputTokens: tokens.exactOptional().describe("Tokens that a call writes, likewise."),
  cachedShare: share.exactOptional().describe("The part of the input that providers have cached, from 0 to 1."),
  streamShare: share.exactOptional().describe("The part of the calls that stream, from 0 to 1."),
});

export const limitsSchema = z.strictObject({
  requestsPerMinute: rate.exactOptional().describe("Requests a minute. Left out: no limit; likewise the other three."),
  tokensPerMinute: rate.exactOptional().describe("Tokens a minute, input and output together."),
  inputTokensPerMinute: rate.exactOptional().describe("Input tokens a minute."),
  outputTokensPerMinute: rate.exactOptional().describe("Output tokens a minute."),
  window: z.enum(["bucket", "fixed-minute"]).exactOptional().describe("Whether the limit is refilled all the time, or at once at the start of each minute."),
  bucketMinutes: z.number().positive().max(60).exactOptional().describe("How much of a minute's limit a bucket holds; 1 is the whole."),
  reserves: z.enum(["max-tokens", "actual"]).exactOptional().describe("What is taken of a limit on output when a call is let in: the most that it may write, or what it will have written."),
  maxOutputTokens: z.number().int().min(1).max(MAX_TOKENS).exactOptional().describe("What a client lets the model write, where `reserves` is max-tokens."),
  countsCachedInput: z.boolean().exactOptional().describe("Whether cached input counts."),
  saysRetryAfter: z.boolean().exactOptional().describe("Whether a refusal says when there is room again."),
  saysWhatIsLeft: z.boolean().exactOptional().describe("Whether each answer says what is left, so that the gateway learns the limit."),
});

const usdText = z.string().regex(/^\d{1,9}(\.\d{1,6})?$/, "must be an amount such as 0.59, in digits and with at most six decimals");

export const priceSchema = z.strictObject({
  inputUsd: usdText.describe("USD per million input tokens, as decimal text such as \"0.59\"."),
  outputUsd: usdText.describe("USD per million output tokens."),
  cachedInputUsd: usdText.exactOptional().describe("USD per million cached input tokens. Left out: as input."),
  perRequestUsd: usdText.exactOptional().describe("USD for each request that was accepted. Left out: none."),
});

const causes = z.partialRecord(z.enum(CAUSES), z.number().min(0).max(1e12)).refine(
  (shares) => Object.values(shares).some((value) => value > 0), "must give at least one cause a number above 0",
);

export const endpointInputsSchema = z.strictObject({
  success: share.exactOptional().describe("Served of its attempts while its failure domain is up, from 0 to 1."),
  causes: causes.exactOptional().describe("How the others fail: numbers by cause, of which only the proportions count. In place of the recorded mix."),
  retryAfterMs: z.number().int().min(0).max(MAX_MS).exactOptional().describe("What a refusal asks us to wait, in milliseconds."),
  billedShare: share.exactOptional().describe("The part of what the answer would have cost that is billed for failures after which a provider may bill, from 0 to 1."),
  firstTokenMs: z.union([ranged(from0(MAX_MS)), times]).exactOptional().describe("Milliseconds until its first token: a number, a range, or its median and 95th percentile."),
  tokensPerSecond: ranged(above0(MAX_TOKENS_PER_SECOND)).exactOptional().describe("How fast it writes after that."),
  limits: limitsSchema.exactOptional().describe("Its provider's own limits, apart from the caps of a tier."),
  price: z.union([priceSchema, z.literal("free")]).exactOptional().describe("In place of the catalogue's price; `free` for one that charges nothing."),
  failureDomain: name.exactOptional().describe("What it fails together with. Left out: as in the catalogue, by default its provider."),
});

export const domainInputsSchema = z.strictObject({
  downShare: ranged(from0(MAX_DOWN_SHARE)).exactOptional().describe("The part of all time that it is down, from 0 (never)."),
  upMinutes: ranged(above0(MAX_UP_MINUTES)).exactOptional().describe("Minutes from the end of one outage to the next, on the mean."),
  outageMinutes: z.union([ranged(above0(MAX_MINUTES)), outageMinutes]).exactOptional().describe("How long an outage lasts, in minutes: a number, a range, or a lognormal distribution by its median and mean."),
});

const span = {
  fromMinute: z.number().min(0).max(MAX_MINUTES).describe("When it begins, in minutes from the start of the run."),
  minutes: z.number().positive().max(MAX_MINUTES).describe("How long it lasts."),
};
const domains = names.describe("The failure domains that it is about.");
const factor = (what: string) => z.number().positive().max(10_000).describe(what);

export const troubleSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    ...span, kind: z.literal("outage"), domains,
    share: from0(1).exactOptional().describe("The part of the attempts that fail, from 0 to 1. Left out: 1, down altogether."),
    cause: z.enum(CAUSES).exactOptional().describe("How they fail."),
  }).describe("A failure domain is down."),
  z.strictObject({
    ...span, kind: z.literal("rate-limits"), domains,
    share: from0(1).exactOptional().describe("The part of the attempts that are refused with 429, from 0 to 1."),
    retryAfterMs: z.number().int().min(0).max(MAX_MS).exactOptional().describe("What a refusal asks us to wait, in milliseconds. Left out: it does not say."),
  }).describe("A storm of 429."),
  z.strictObject({ ...span, kind: z.literal("slow"), domains, factor: factor("How many times as long answers take.") }).describe("Answers are slow."),
  z.strictObject({
    ...span, kind: z.literal("price"), endpoints: names.describe("The endpoints that it is about, as provider/model."), factor: factor("What prices are multiplied by."),
  }).describe("Prices change."),
  z.strictObject({ ...span, kind: z.literal("traffic"), factor: factor("What calls a minute are multiplied by.") }).describe("There are more calls, or fewer."),
]);

function byName<T extends z.ZodType>(value: T) {
  return z.record(name, value).refine((record) => Object.keys(record).length <= MAX_NAMES, `must not name more than ${MAX_NAMES}`);
}

export const inputFields = {
  traffic: trafficSchema.default({}).describe("What calls there are, and what they are like."),
  endpoints: byName(endpointInputsSchema).default({}).describe("What is known better than the ledger does of an endpoint, by provider/model."),
  domains: byName(domainInputsSchema).default({}).describe("Random outages, by the name of the failure domain."),
  trouble: z.array(troubleSchema).max(MAX_TROUBLE).default([]).describe("What goes wrong, or changes, and when."),
  breakers: z.boolean().exactOptional().describe("Whether endpoints that fail are guarded by breakers, as in the gateway. Left out: yes."),
  seed: z.number().int().min(0).max(4_294_967_295).default(1).describe("Of all randomness: the same seed gives the same figures."),
};

/** ScenarioInputs, with nothing said of what is left out. */
export const inputsSchema = z.strictObject(inputFields) satisfies z.ZodType<ScenarioInputs>;
