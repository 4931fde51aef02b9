import { z } from "zod";
import type { SourceClasses, SourcePrice } from "@/lib/catalog/known/read-price";
import { collect, definedClasses, expectForm, type FeedContent, type FeedPrice, perMillion } from "./feed-price";

/** OpenRouter's models and endpoints: USD per token, as decimal texts. Source: its API reference, PublicPricing. */
const amount = z.string().max(40);
const classes = {
  prompt: amount.optional(), completion: amount.optional(), input_cache_read: amount.optional(), input_cache_write: amount.optional(),
  input_cache_write_1h: amount.optional(), internal_reasoning: amount.optional(), request: amount.optional(),
};
const override = z.looseObject({ ...classes, min_prompt_tokens: z.int().positive().optional() });
const pricing = z.object({ ...classes, prompt: amount, completion: amount, discount: z.number().optional(), overrides: z.array(override).max(20).optional() });
const modelSchema = z.object({ id: z.string().max(300), pricing });
const endpointSchema = z.object({ provider_name: z.string().max(200), tag: z.string().max(200).optional(), quantization: z.string().max(40).nullish(), pricing });
const listSchema = z.object({ data: z.array(z.unknown()) });
const endpointsSchema = z.object({ data: z.object({ id: z.string().max(300), endpoints: z.array(z.unknown()).max(1_000) }) });

type Classes = Partial<Record<keyof typeof classes, string | undefined>>;

const PROVIDER = { names: ["openrouter"], baseUrl: "https://openrouter.ai/api/v1" };
/** Of an override: more than these, and it holds for other calls than those with long prompts. */
const STEP_FIELDS = new Set<string>([...Object.keys(classes), "min_prompt_tokens"]);

/** GET /models: what OpenRouter itself charges. */
export function parseModels(body: unknown): FeedContent {
  return collect(expectForm(listSchema, body).data, (entry) => {
    const parsed = modelSchema.safeParse(entry);
    if (!parsed.success) return "unread";
    const { id, pricing: given } = parsed.data;
    // `-1` is what a router charges: whatever the model does that it chooses.
    if (given.prompt === "-1") return null;
    return priced(PROVIDER, id, null, given);
  });
}

/** GET /models/{author}/{slug}/endpoints: what each host of a model charges. Empty for a model that nobody serves now. */
export function parseEndpoints(body: unknown): FeedContent {
  const { id, endpoints } = expectForm(endpointsSchema, body).data;
  if (endpoints.length === 0) return { prices: [], unread: 0 };
  return collect(endpoints, (entry) => {
    const parsed = endpointSchema.safeParse(entry);
    if (!parsed.success) return "unread";
    const { provider_name: name, tag = "", quantization, pricing: given } = parsed.data;
    const names = [name, tag.split("/")[0] ?? ""].filter((each) => each !== "");
    return priced({ names, baseUrl: null }, id, quantization && quantization !== "unknown" ? quantization : null, given);
  });
}

function priced(provider: FeedPrice["provider"], model: string, quantization: string | null, given: z.infer<typeof pricing>): FeedPrice | "unread" {
  // What a discount applies to is OpenRouter's own account, and not the list of the host.
  if (given.discount) return "unread";
  const steps = (given.overrides ?? []).map(stepOf);
  if (steps.includes(null)) return "unread";
  const said: SourcePrice = { base: classesOf(given), steps: steps.filter((step) => step !== null), isFree: model.endsWith(":free") };
  return { provider, model, quantization, said };
}

/** null for an override by anything else than the length of the prompt. */
function stepOf(given: z.infer<typeof override>): SourcePrice["steps"][number] | null {
  if (given.min_prompt_tokens === undefined || Object.keys(given).some((name) => !STEP_FIELDS.has(name))) return null;
  return { aboveInputTokens: given.min_prompt_tokens - 1, prices: classesOf(given) };
}

/** A zero of anything but prompt and completion is how OpenRouter says that there is no such price. */
function classesOf(given: Classes): SourceClasses {
  const optional = (text: string | undefined) => (text === undefined || perMillion(text) === 0 ? undefined : perMillion(text));
  const always = (text: string | undefined) => (text === undefined ? undefined : perMillion(text));
  return definedClasses({
    input: always(given.prompt), output: always(given.completion), cachedInput: optional(given.input_cache_read),
    cacheWrite5m: optional(given.input_cache_write), cacheWrite1h: optional(given.input_cache_write_1h), reasoning: optional(given.internal_reasoning),
    perRequest: given.request === undefined || Number(given.request) === 0 ? undefined : Number(given.request),
  });
}
