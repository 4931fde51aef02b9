import { z } from "zod";
import { ApiError } from "@/lib/core/errors";
import type { ProviderPreference } from "@/lib/core/preference";
import { readFeatures, type Features } from "./features";
import { JsonMembersError, parseObject, type Member } from "./json-members";
import { measurePrompt, type PromptSize } from "./prompt-size";
import { providerSchema } from "./provider-preference";
import { type Edits, spliceMembers, spliceText } from "./splice";

const MAX_NAMES = 32;
const MAX_NAME_CHARS = 256;
const MAX_TOKENS_ASKED = 2 ** 31 - 1;

/** A chat completion request: what routing needs of it, and the bytes as they came. */
export type ChatRequest = {
  /** Whom the request names, in order; one or more. */
  names: string[];
  stream: boolean;
  /** Whether the client asked for usage on its stream. */
  includeUsage: boolean;
  preference: ProviderPreference;
  tags: Record<string, string>;
  features: Features;
  /** The most that the model may write; null when the client did not say. */
  maxOutputTokens: number | null;
  /** The same whichever of the two limits that it names a provider heeds; null when it named none. */
  outputBound: number | null;
  /** How many answers it asks for, each as long as that. */
  choices: number;
  /** As parsed, for counting tokens; looked at no further. */
  prompt: { messages: unknown[]; tools: unknown };
  /** From which tokens are bounded and, if need be, estimated. */
  promptSize: PromptSize;
  body: Uint8Array;
  members: Member[];
};

const name = z.string().min(1).max(MAX_NAME_CHARS);
const names = z.array(name).min(1).max(MAX_NAMES);
const tokenLimit = z.int().min(1).max(MAX_TOKENS_ASKED).nullish();

/** Only the fields that we decide on; all others go on as they are. */
const schema = z.object({
  model: z.union([name, names]).optional(),
  models: names.optional(),
  // Looked at no further: prompts are long, and theirs is the provider to judge them.
  messages: z.custom<unknown[]>((value) => Array.isArray(value) && value.length > 0, "must be a list of one or more"),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: tokenLimit,
  max_completion_tokens: tokenLimit,
  n: z.int().min(1).max(128).nullish(),
  store: z.boolean().nullish(),
  metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
  route: z.literal("fallback").nullish(),
  plugins: z.union([z.object({ routing: z.literal("fallback").optional() }), z.array(z.unknown())]).nullish(),
  provider: providerSchema.nullish(),
});

/** Fields that decide who serves: a second one could smuggle another answer past whoever read the first. */
const ROUTED = new Set(Object.keys(schema.shape));

/**
 * Reads a request's body.
 * @throws ApiError naming the field at fault
 */
export function parseChatRequest(body: Uint8Array): ChatRequest {
  const { object, members } = parseBody(body);
  const twice = findTwice(members);
  if (twice !== null) throw new ApiError("invalid_request", `"${twice}" is given twice.`, { param: twice });
  const parsed = schema.safeParse(object);
  if (!parsed.success) throw refusal(parsed.error.issues[0]);
  const fields = parsed.data;
  const all = [fields.model ?? [], fields.models ?? []].flat();
  if (all.length === 0) {
    throw new ApiError("invalid_request", '"model" is missing: name an endpoint, a model or a profile.', { param: "model" });
  }
  const tools = "tools" in object ? object.tools : null;
  return {
    names: [...new Set(all)],
    stream: fields.stream ?? false,
    includeUsage: fields.stream_options?.include_usage ?? false,
    preference: fields.provider ?? {},
    tags: fields.metadata ?? {},
    features: readFeatures(object as Readonly<Record<string, unknown>>, fields.messages),
    maxOutputTokens: fields.max_completion_tokens ?? fields.max_tokens ?? null,
    outputBound: outputBound(fields),
    choices: fields.n ?? 1,
    prompt: { messages: fields.messages, tools },
    promptSize: measurePrompt(fields.messages, tools),
    body,
    members,
  };
}

function outputBound({ max_tokens: old, max_completion_tokens: current }: z.infer<typeof schema>): number | null {
  return old == null ? (current ?? null) : Math.max(old, current ?? 0);
}

function findTwice(members: readonly Member[]): string | null {
  const seen = new Set<string>();
  for (const { key } of members) {
    if (!ROUTED.has(key)) continue;
    if (seen.has(key)) return key;
    seen.add(key);
  }
  return null;
}

function parseBody(body: Uint8Array): ReturnType<typeof parseObject> {
  try {
    return parseObject(body);
  } catch (error) {
    if (!(error instanceof JsonMembersError)) throw error;
    throw new ApiError("invalid_json", `The body cannot be read: ${error.message}. Send one JSON object.`);
  }
}

function refusal(issue: z.core.$ZodIssue | undefined): ApiError {
  const path = issue?.path.map(String) ?? [];
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys : [];
  const param = [...path, ...unknown.slice(0, 1)].join(".");
  if (unknown.length > 0) {
    return new ApiError("unsupported_parameter", `"${param}" is not supported here. Leave it out.`, { param });
  }
  return new ApiError("invalid_request", `"${param}": ${issue?.message ?? "is not valid"}.`, { param });
}

/**
 * The body for one endpoint: its own name for the model, our routing fields taken out, and usage asked for.
 * Every other byte goes on as it came.
 * @param more members that are set besides, as JSON
 */
export function prepareUpstreamBody(request: ChatRequest, upstreamModel: string, more: Edits = {}): Uint8Array {
  const stored = request.members.some(({ key, valueStart, end }) => key === "store" && isTrue(request.body, valueStart, end));
  return spliceMembers(request.body, request.members, {
    model: JSON.stringify(upstreamModel),
    models: null,
    provider: null,
    plugins: null,
    route: null,
    transforms: null,
    usage: null,
    // OpenAI takes metadata only of answers that it stores.
    metadata: stored ? undefined : null,
    stream_options: request.stream ? streamOptions(request) : undefined,
    ...more,
  });
}

function isTrue(body: Uint8Array, start: number, end: number): boolean {
  return new TextDecoder().decode(body.subarray(start, end)) === "true";
}

function streamOptions({ body, members }: ChatRequest): string {
  const given = members.find((member) => member.key === "stream_options");
  const text = given ? new TextDecoder().decode(body.subarray(given.valueStart, given.end)) : "null";
  return spliceText(text === "null" ? "{}" : text, { include_usage: "true" });
}
