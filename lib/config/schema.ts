import { z } from "zod";
import {
  backoffSchema, capsSchema, checkTriggers, MAX_TIERS, profileFields, tierFields, tierTimeoutsSchema, timerFields, waitSchema, whenSchema,
} from "@/lib/catalog/rules-schema";
import { amount, distinct, flag, parsed, text, usd, whole } from "@/lib/catalog/scalars";
import { BUDGET_ACTIONS, BUDGET_PERIODS } from "@/lib/core/budget";
import { parsePricePerMillion } from "@/lib/core/money";
import { labelProblem, modelProblem, slugProblem } from "@/lib/core/name";
import { MAX_TOTAL_MS, STRATEGIES } from "@/lib/core/profile";
import { MAX_TOKENS } from "@/lib/core/usage";
import { Dialect } from "@/prisma/generated/enums";

const MAX_CREDENTIAL_LENGTH = 4_096;
/** As OpenRouter spells them. */
const PARAMETER = /^[a-z][a-z0-9_]{0,63}$/;
/** As OpenRouter spells them too. */
const QUANTIZATION = /^[a-z0-9][a-z0-9._-]{0,31}$/;
const INPUTS = ["text", "image", "file", "audio", "video"] as const;

function credentialProblem(value: string): string | null {
  if (value === "") return "must not be empty: leave it out where none is needed";
  if (value.length > MAX_CREDENTIAL_LENGTH) return `must have at most ${MAX_CREDENTIAL_LENGTH} characters`;
  return /^[\x21-\x7e]+$/.test(value) ? null : "must be visible ASCII characters without spaces";
}

function providerSlugProblem(value: string): string | null {
  return value === "profile" ? "must not be `profile`, which asks for a profile by its slug" : slugProblem(value);
}

function quantizationProblem(value: string): string | null {
  return QUANTIZATION.test(value) ? null : "must be a short name such as fp8 or int4";
}

function parameterProblem(value: string): string | null {
  return PARAMETER.test(value) ? null : "must be the name of a request's parameter, such as tools";
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
  perRequest: usd.optional(),
};

const step = z
  .strictObject({ promptTokens: whole(1, MAX_TOKENS), input: perMillion.optional(), output: perMillion.optional(), ...classes })
  .superRefine((value, context) => {
    if (Object.keys(value).length < 2) context.addIssue({ code: "custom", message: "must name a price" });
  });

const prices = {
  input: perMillion,
  output: perMillion,
  ...classes,
  above: distinct(step, ({ promptTokens }) => `${promptTokens}`, "promptTokens").optional(),
};

/** What a class costs: USD per million tokens, as texts; `above` are steps. */
export const priceSchema = z.strictObject(prices);

const moment = parsed(parseMoment, "must be a time such as 2026-12-01T00:00Z");

/** A price that was agreed: in force from one time until another, or without an end. */
export const agreementSchema = z.strictObject({ from: moment, until: moment.optional(), ...prices });

/** A day is its first moment, in UTC. */
function parseMoment(text: string): Date | null {
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::00(?:\.000)?)?Z)?$/.exec(text);
  const at = match && new Date(`${match[1]}T${match[2] ?? "00:00"}:00Z`);
  // Such as 31 February, which would be taken for a day of March.
  return at && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(match[1] ?? "") ? at : null;
}

export const providerSchema = z.strictObject({
  slug: text(providerSlugProblem),
  name: label.optional(),
  dialect: z.enum(Dialect).default("openai"),
  baseUrl: z.string(),
  credential: text(credentialProblem).optional(),
  billingAccount: label.optional(),
  failureDomain: slug.optional(),
});

export const endpointSchema = z.strictObject({
  provider: z.string(),
  model,
  upstreamModel: label.optional(),
  contextTokens: whole(1, MAX_TOKENS).optional(),
  maxOutputTokens: whole(1, MAX_TOKENS).optional(),
  quantization: text(quantizationProblem).optional(),
  parameters: distinct(text(parameterProblem), String).optional(),
  inputs: distinct(z.enum(INPUTS), String).optional(),
  failureDomain: slug.optional(),
  price: priceSchema.optional(),
  negotiated: distinct(agreementSchema, ({ from }) => from.toISOString(), "from").optional(),
});

const tier = z.strictObject({ endpoint: z.string(), ...tierFields }).superRefine(checkTriggers);

const timeouts = z.strictObject({ ...timerFields, totalMs: whole(1, MAX_TOTAL_MS).optional() });

/** A profile as a file has it, and as the editor's fields do: every scalar is a text. */
export const profileEntry = z
  .strictObject({
    slug,
    name: label.optional(),
    note: label.optional(),
    strategy: z.enum(STRATEGIES).default("ordered"),
    baseline: z.string().optional(),
    timeouts: timeouts.optional(),
    retries: tierFields.retries,
    ...profileFields,
    tiers: distinct(tier, (entry) => entry.endpoint, "endpoint").min(1).max(MAX_TIERS),
  })
  .superRefine(checkTriggers)
  .superRefine(({ strategy, tiers }, context) => {
    const refuse = (message: string) => context.addIssue({ code: "custom", message, path: ["tiers"] });
    const first = tiers.filter(({ lastResort }) => lastResort !== true);
    if (first.length === 0 && tiers.length > 0) refuse("must not all be last resorts: there would be nothing before them");
    else if (strategy === "weighted" && first.length > 0 && first.every(({ weight }) => weight === 0)) refuse("must not all have the weight 0: none could be drawn");
  });

/** Whose a budget is: one of them, or none for the team. */
const SUBJECTS = ["profile", "key", "member", "tag"] as const;

/** A budget as a file has it; what it may be is checked where the form's is. */
const budget = z
  .strictObject({
    name: label,
    profile: z.string().optional(),
    key: z.string().optional(),
    member: z.string().optional(),
    tag: z.string().optional(),
    amount: usd,
    period: z.enum(BUDGET_PERIODS),
    rolling: flag.default(false),
    action: z.enum(BUDGET_ACTIONS).default("tell"),
    thresholds: z.array(whole(1, 1_000)).default([]),
  })
  .superRefine((value, context) => {
    const given = SUBJECTS.filter((subject) => value[subject] !== undefined);
    if (given.length > 1) context.addIssue({ code: "custom", message: `must be of one of ${given.join(" and ")}`, path: [given[1] ?? ""] });
  });

const spellings = z.strictObject({ slug: model, aliases: z.array(model) });

export const configSchema = z.strictObject({
  providers: distinct(providerSchema, (entry) => entry.slug, "slug").default([]),
  endpoints: distinct(endpointSchema, (entry) => `${entry.provider}/${entry.model}`, "model").default([]),
  models: distinct(spellings, (entry) => entry.slug, "slug").default([]),
  profiles: distinct(profileEntry, (entry) => entry.slug, "slug").default([]),
  budgets: distinct(budget, (entry) => entry.name, "name").default([]),
});

/** The fields that a mapping may have, by the one or two fields that it stands under: to put a mistyped one right. */
export const FIELDS: Readonly<Partial<Record<string, string[]>>> = {
  "": Object.keys(configSchema.shape),
  providers: Object.keys(providerSchema.shape),
  endpoints: Object.keys(endpointSchema.shape),
  price: Object.keys(priceSchema.shape),
  negotiated: Object.keys(agreementSchema.shape),
  above: Object.keys(step.shape),
  models: Object.keys(spellings.shape),
  profiles: Object.keys(profileEntry.shape),
  budgets: Object.keys(budget.shape),
  timeouts: Object.keys(timeouts.shape),
  backoff: Object.keys(backoffSchema.shape),
  wait: Object.keys(waitSchema.shape),
  tiers: Object.keys(tier.shape),
  "tiers.timeouts": Object.keys(tierTimeoutsSchema.shape),
  when: Object.keys(whenSchema.shape),
  caps: Object.keys(capsSchema.shape),
};

/** A file's content: money in pico-USD, times in milliseconds. */
export type Config = z.output<typeof configSchema>;
/** A provider or an endpoint as a file or a form gives it, what was left out left out. */
export type ConfigProvider = z.output<typeof providerSchema>;
export type ConfigEndpoint = z.output<typeof endpointSchema>;
export type ConfigAgreement = z.output<typeof agreementSchema>;
export type ConfigPrice = NonNullable<Config["endpoints"][number]["price"]>;
export type ConfigBudget = Config["budgets"][number];
export type ConfigProfile = Config["profiles"][number];
