import { z } from "zod";
import { MAX_ADDRESS_LENGTH, readText } from "@/components/sandbox/address";
import { MAX_CANDIDATES, MAX_CANDIDATE_TIERS } from "@/components/sandbox/candidates/candidate";
import type { SandboxState } from "@/components/sandbox/state";
import { STRATEGIES } from "@/lib/core/profile";
import { inputsSchema } from "@/lib/scenarios/inputs-schema";
import { MAX_CALLS } from "@/lib/scenarios/request-schema";

const name = z.string().min(1).max(300);
const ms = z.number().int().min(1).max(86_400_000);
const cap = z.number().int().min(1).max(1e12).nullable();

const tier = z.strictObject({
  endpoint: name,
  retries: z.number().int().min(0).max(10),
  weight: z.number().positive().max(1e6),
  lastResort: z.boolean(),
  firstTokenMs: ms.nullable(),
  caps: z.strictObject({ requestsPerMinute: cap, tokensPerMinute: cap, concurrent: cap, usdPerDay: z.string().regex(/^\d{1,9}(\.\d{1,12})?$/).nullable() }),
});

const candidate = z.strictObject({
  name: z.string().min(1).max(100),
  strategy: z.enum(STRATEGIES),
  firstTokenMs: ms,
  tiers: z.array(tier).min(1).max(MAX_CANDIDATE_TIERS).refine((tiers) => new Set(tiers.map(({ endpoint }) => endpoint)).size === tiers.length),
});

/** What an address, a saved scenario or a file may say of the sandbox. */
export const stateSchema = z.strictObject({
  inputs: inputsSchema,
  candidates: z.array(candidate).max(MAX_CANDIDATES),
  selected: z.number().int().min(0).max(MAX_CANDIDATES - 1).nullable(),
  run: z.strictObject({ replications: z.number().int().min(2).max(32), maxCalls: z.number().int().min(1_000).max(MAX_CALLS) }),
}) satisfies z.ZodType<SandboxState>;

/** The state that an address holds. null: it says nothing. */
export function readState(text: string | undefined): { state: SandboxState | null } | { problem: string } {
  if (text === undefined || text === "") return { state: null };
  if (text.length > MAX_ADDRESS_LENGTH) return { problem: "The scenario in this address is longer than 8 kB, so it was not read. Export it as a file instead." };
  const json = readText(text);
  if (json === undefined) return { problem: "The scenario in this address is cut off or was changed, so it was not read. Ask for the whole link, or begin anew below." };
  const { success, data, error } = stateSchema.safeParse(json);
  if (success) return { state: data };
  const [issue] = error.issues;
  return { problem: `The scenario in this address was not read: ${issue ? `${issue.path.map(String).join(".") || "it"}: ${issue.message}` : "it says something that the sandbox does not know"}. Below is your profile as it serves now.` };
}
