import { z } from "zod";
import { slugProblem } from "@/lib/core/name";
import { ENGINES } from "@/lib/sandbox/result";
import { inputFields } from "./inputs-schema";
import { profileForm } from "./profile-form";

/** More calls than anybody waits for. */
export const MAX_CALLS = 5_000_000;
const MAX_REPLICATIONS = 32;
const MAX_CANDIDATES = 10;

const slug = z.string().superRefine((value, context) => {
  const problem = slugProblem(value);
  if (problem !== null) context.addIssue({ code: "custom", message: problem });
});

const period = z
  .strictObject({
    from: z.iso.datetime({ offset: true }).describe("Its first instant, in ISO 8601."),
    to: z.iso.datetime({ offset: true }).describe("The first instant after it."),
  })
  .refine(({ from, to }) => !(Date.parse(from) >= Date.parse(to)), { message: "must be after `from`", path: ["to"] });

/** What POST /api/sandbox, the command line and a saved scenario ask for. */
export const requestSchema = z.strictObject({
  engine: z.enum(ENGINES).default("closed-form").describe("Who answers: formulas, at once, for profiles of up to 32 attempts a call; the simulated machine, event by event; or recorded calls walked again through the profile."),
  profile: z.union([slug, profileForm]).describe("The slug of a published profile, or a profile in the words of a configuration file."),
  candidates: z.array(profileForm).max(MAX_CANDIDATES).exactOptional().describe("Other profiles that the page shows beside it, in the same words. The answer is of `profile` alone."),
  ...inputFields,
  replications: z.number().int().min(1).max(MAX_REPLICATIONS).exactOptional().describe("For events: independent runs, from which the intervals come. Left out: 8 to 32, as many as `maxCalls` has room for. Fewer, but four, where it has not."),
  maxCalls: z.number().int().min(1).max(MAX_CALLS).exactOptional().describe("For events: calls of all runs together at the most. Left out: 1,000,000."),
  period: period.exactOptional().describe("For a backtest: whose calls are walked again. Otherwise: the history that values come from. Left out: the last 30 days."),
});

export type ScenarioRequest = z.output<typeof requestSchema>;
