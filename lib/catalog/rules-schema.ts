import { z } from "zod";
import { parseDaySpan } from "@/lib/core/condition";
import { textProblem } from "@/lib/core/name";
import { CAUSES } from "@/lib/core/outcome";
import { DEFAULT_PROFILE_RULES, MAX_TOTAL_MS } from "@/lib/core/profile";
import type { Trigger } from "@/lib/core/triggers";
import { MAX_TOKENS } from "@/lib/core/usage";
import { distinct, flag, parsed, text, usd, whole } from "./scalars";

/** The rules of profiles and tiers in the words of the configuration file; stored rules have the same words. */

const MAX_RETRIES = 10;
export const MAX_TIERS = 20;
const MAX_WEIGHT = 1_000_000;
const MAX_WAIT_MS = 3_600_000;
const MAX_BACKOFF_MS = 600_000;
/** What no provider lets one customer reach. */
const MAX_RATE = 1_000_000_000_000;
/** OpenAI's bounds of `metadata`. */
const [MAX_TAG_LENGTH, MAX_TAG_VALUE_LENGTH] = [64, 512];

function parseTrigger(value: string): Trigger | null {
  if (/^[1345]\d\d$/.test(value)) return Number(value);
  return CAUSES.find((cause) => cause === value) ?? null;
}

const triggers = distinct(
  parsed(parseTrigger, `must be an HTTP status from 100 to 599 that is no success, or one of ${CAUSES.join(", ")}`),
  String,
);

const triggerFields = { fallbackOn: triggers.optional(), stopOn: triggers.optional() };

/** No failure can both end a call and lead on. */
export function checkTriggers(
  { fallbackOn = [], stopOn = [] }: { fallbackOn?: Trigger[] | undefined; stopOn?: Trigger[] | undefined },
  context: z.RefinementCtx,
): void {
  for (const [index, trigger] of stopOn.entries()) {
    if (fallbackOn.includes(trigger)) {
      context.addIssue({ code: "custom", message: `is in fallbackOn as well: ${trigger}`, path: ["stopOn", index] });
    }
  }
}

const tag = text((value) => textProblem(value, MAX_TAG_LENGTH));
const tagValue = text((value) => textProblem(value, MAX_TAG_VALUE_LENGTH));
/** zod leaves `__proto__` out of a record without a word; a condition on that tag would then be met by every call. */
const tags = z
  .unknown()
  .refine((value) => !Object.hasOwn(Object(value), "__proto__"), "must not name the tag __proto__: it cannot be matched")
  .pipe(z.record(tag, tagValue));

export const whenSchema = z
  .strictObject({
    minPromptTokens: whole(0, MAX_TOKENS).optional(),
    maxPromptTokens: whole(0, MAX_TOKENS).optional(),
    stream: flag.optional(),
    tools: flag.optional(),
    images: flag.optional(),
    jsonSchema: flag.optional(),
    metadata: tags.optional(),
    utc: parsed(parseDaySpan, "must be a part of the day such as 22:00-06:00, in UTC").optional(),
  })
  .superRefine(({ minPromptTokens = 0, maxPromptTokens = MAX_TOKENS }, context) => {
    if (minPromptTokens <= maxPromptTokens) return;
    const message = `must not be above maxPromptTokens (${maxPromptTokens}): no call could meet that`;
    context.addIssue({ code: "custom", message, path: ["minPromptTokens"] });
  });

const timer = whole(1, MAX_TOTAL_MS).optional();

export const timerFields = { connectMs: timer, firstTokenMs: timer, stallMs: timer, answerMs: timer };
export const tierTimeoutsSchema = z.strictObject(timerFields);

export const capsSchema = z.strictObject({
  requestsPerMinute: whole(1, MAX_RATE).optional(),
  tokensPerMinute: whole(1, MAX_RATE).optional(),
  concurrent: whole(1, MAX_RATE).optional(),
  usdPerDay: usd.refine((pico) => pico > 0n, "must be above 0").optional(),
});

export const tierFields = {
  retries: whole(0, MAX_RETRIES).optional(),
  weight: whole(0, MAX_WEIGHT).optional(),
  lastResort: flag.optional(),
  degraded: flag.optional(),
  when: whenSchema.optional(),
  ...triggerFields,
  timeouts: tierTimeoutsSchema.optional(),
  caps: capsSchema.optional(),
};

export const backoffSchema = z
  .strictObject({ baseMs: whole(0, MAX_BACKOFF_MS).optional(), capMs: whole(0, MAX_BACKOFF_MS).optional() })
  .superRefine(({ baseMs = DEFAULT_PROFILE_RULES.backoff.baseMs, capMs = DEFAULT_PROFILE_RULES.backoff.capMs }, context) => {
    if (baseMs > capMs) context.addIssue({ code: "custom", message: `must not be above capMs (${capMs})`, path: ["baseMs"] });
  });

export const waitSchema = z.strictObject({ maxMs: whole(0, MAX_WAIT_MS).optional(), usdPerSecond: usd.optional() });

/** All but the strategy and the timers, which a version has columns for. */
export const profileFields = {
  ...triggerFields,
  backoff: backoffSchema.optional(),
  maxAttempts: whole(1, MAX_TIERS * (MAX_RETRIES + 1)).optional(),
  wait: waitSchema.optional(),
  servedValueUsd: usd.optional(),
};

export const tierSchema = z.strictObject(tierFields).superRefine(checkTriggers);
export const profileSchema = z.strictObject(profileFields).superRefine(checkTriggers);

export type TierForm = z.output<typeof tierSchema>;
export type ProfileForm = z.output<typeof profileSchema>;
