import { z } from "zod";
import { MoneyError, parsePricePerMillion, parseUsd, type Pico } from "@/lib/core/money";
import { labelProblem, modelProblem, slugProblem } from "@/lib/core/name";
import { DEFAULT_TIMERS, MAX_TOTAL_MS } from "@/lib/core/profile";
import { MAX_TOKENS } from "@/lib/core/usage";

/** In the file every scalar is a text; these say what each must be. */

const MAX_RETRIES = 10;
const MAX_TIERS = 20;
const MAX_CREDENTIAL_LENGTH = 4_096;

function text(problem: (value: string) => string | null) {
  return z.string().superRefine((value, context) => {
    const message = problem(value);
    if (message !== null) context.addIssue({ code: "custom", message });
  });
}

function whole(min: number, max: number) {
  return z.string().transform((value, context) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    context.addIssue({ code: "custom", message: `must be a whole number from ${min} to ${max}` });
    return z.NEVER;
  });
}

function amount(parse: (value: string) => Pico) {
  return z.string().transform((value, context) => {
    try {
      return parse(value);
    } catch (error) {
      if (!(error instanceof MoneyError)) throw error;
      // Without the amount itself: the line shows it, and it may have come from a variable.
      context.addIssue({ code: "custom", message: error.message.replace(/^\w+ "(?:[^"\\]|\\.)*" /, "") });
      return z.NEVER;
    }
  });
}

/** A list in which no two items have the same key. @param field of the item that is to blame */
function distinct<T extends z.ZodType>(item: T, keyOf: (item: z.output<T>) => string, field: string) {
  return z.array(item).superRefine((items, context) => {
    const seen = new Set<string>();
    for (const [index, entry] of items.entries()) {
      const key = keyOf(entry);
      if (seen.has(key)) context.addIssue({ code: "custom", message: `is given twice: ${key}`, path: [index, field] });
      seen.add(key);
    }
  });
}

function credentialProblem(value: string): string | null {
  if (value === "") return "must not be empty: leave it out where none is needed";
  if (value.length > MAX_CREDENTIAL_LENGTH) return `must have at most ${MAX_CREDENTIAL_LENGTH} characters`;
  return /^[\x21-\x7e]+$/.test(value) ? null : "must be visible ASCII characters without spaces";
}

function providerSlugProblem(value: string): string | null {
  return value === "profile" ? "must not be `profile`, which asks for a profile by its slug" : slugProblem(value);
}

const label = text(labelProblem);
const slug = text(slugProblem);
const model = text(modelProblem);
const perMillion = amount(parsePricePerMillion);

const classes = {
  cachedInput: perMillion.optional(),
  cacheWrite5m: perMillion.optional(),
  cacheWrite1h: perMillion.optional(),
  reasoning: perMillion.optional(),
  perRequest: amount(parseUsd).optional(),
};

const step = z
  .strictObject({ promptTokens: whole(1, MAX_TOKENS), input: perMillion.optional(), output: perMillion.optional(), ...classes })
  .superRefine((value, context) => {
    if (Object.keys(value).length < 2) context.addIssue({ code: "custom", message: "must name a price" });
  });

const price = z.strictObject({
  input: perMillion,
  output: perMillion,
  ...classes,
  above: distinct(step, ({ promptTokens }) => `${promptTokens}`, "promptTokens").optional(),
});

const provider = z.strictObject({
  slug: text(providerSlugProblem),
  name: label.optional(),
  dialect: z.enum(["openai"]).default("openai"),
  baseUrl: z.string(),
  credential: text(credentialProblem).optional(),
});

const endpoint = z.strictObject({
  provider: z.string(),
  model,
  upstreamModel: label.optional(),
  contextTokens: whole(1, MAX_TOKENS).optional(),
  price: price.optional(),
});

const tier = z.strictObject({ endpoint: z.string(), retries: whole(0, MAX_RETRIES).default(0) });

const timer = (name: keyof typeof DEFAULT_TIMERS) => whole(1, MAX_TOTAL_MS).default(DEFAULT_TIMERS[name]);

const timeouts = z.strictObject({
  connectMs: timer("connectMs"),
  firstTokenMs: timer("firstTokenMs"),
  stallMs: timer("stallMs"),
  answerMs: timer("answerMs"),
  totalMs: timer("totalMs"),
});

const profile = z.strictObject({
  slug,
  name: label.optional(),
  strategy: z.enum(["ordered"]).default("ordered"),
  baseline: z.string().optional(),
  timeouts: timeouts.default(DEFAULT_TIMERS),
  tiers: distinct(tier, (entry) => entry.endpoint, "endpoint").min(1).max(MAX_TIERS),
});

const spellings = z.strictObject({ slug: model, aliases: z.array(model) });

export const configSchema = z.strictObject({
  providers: distinct(provider, (entry) => entry.slug, "slug").default([]),
  endpoints: distinct(endpoint, (entry) => `${entry.provider}/${entry.model}`, "model").default([]),
  models: distinct(spellings, (entry) => entry.slug, "slug").default([]),
  profiles: distinct(profile, (entry) => entry.slug, "slug").default([]),
});

/** The fields that a mapping may have, by the field that it stands under: to put a mistyped one right. */
export const FIELDS: Readonly<Partial<Record<string, string[]>>> = {
  "": Object.keys(configSchema.shape),
  providers: Object.keys(provider.shape),
  endpoints: Object.keys(endpoint.shape),
  price: Object.keys(price.shape),
  above: Object.keys(step.shape),
  models: Object.keys(spellings.shape),
  profiles: Object.keys(profile.shape),
  timeouts: Object.keys(timeouts.shape),
  tiers: Object.keys(tier.shape),
};

/** A file's content: prices in pico-USD per token, times in milliseconds. */
export type Config = z.output<typeof configSchema>;
export type ConfigPrice = NonNullable<Config["endpoints"][number]["price"]>;
