import { z } from "zod";
import { textProblem } from "@/lib/core/name";
import { DEFAULT_OUTPUT_TOKENS } from "@/lib/core/strategy/expected-cost-of-call";
import type { Problems, SampleDraft } from "@/lib/core/profile-draft";
import { MAX_TOKENS } from "@/lib/core/usage";
import { type ChatRequest, parseChatRequest } from "@/lib/wire/chat-request";

/** The shape of a sample as a browser sends it, whatever its texts say. */
export const sampleShape = z.strictObject({
  promptTokens: z.string().max(100), answerTokens: z.string().max(100),
  stream: z.boolean(), tools: z.boolean(), images: z.boolean(), jsonSchema: z.boolean(),
  metadata: z.array(z.strictObject({ tag: z.string().max(1_000), value: z.string().max(1_000) })).max(32), utc: z.string().max(100),
}) satisfies z.ZodType<SampleDraft>;

/** A request that nobody sent, to be planned. */
export type SampleCall = { request: ChatRequest; promptTokens: number; answerTokens: number; startedAtMs: number };

const STANDARD_PROMPT_TOKENS = 1_000;
const DAY_MS = 86_400_000;

/** Reads a sample, with the usual size where none is given and the time of day on the day of `now`. */
export function readSample(sample: SampleDraft, now: Date): { call: SampleCall } | { problems: Problems } {
  const promptTokens = parseTokens(sample.promptTokens, STANDARD_PROMPT_TOKENS);
  const answerTokens = parseTokens(sample.answerTokens, DEFAULT_OUTPUT_TOKENS);
  const startedAtMs = parseClock(sample.utc, now);
  const tags = sample.metadata.filter(({ tag, value }) => tag !== "" || value !== "");
  const badTag = tags.map(({ tag, value }) => textProblem(tag, 64) ?? (value.length > 512 ? "must have a value of at most 512 characters" : null)).find((problem) => problem !== null);
  const whole = `Must be a whole number from 0 to ${MAX_TOKENS}.`;
  const problems: Record<string, string> = {
    ...(promptTokens === null ? { "sample.promptTokens": whole } : {}),
    ...(answerTokens === null ? { "sample.answerTokens": whole } : {}),
    ...(startedAtMs === null ? { "sample.utc": "Must be a time of day such as 14:05, in UTC." } : {}),
    ...(badTag ? { "sample.metadata": `A tag ${badTag}.` } : {}),
  };
  if (promptTokens === null || answerTokens === null || startedAtMs === null || badTag) return { problems };
  return { call: { request: parseChatRequest(bodyOf(sample, tags)), promptTokens, answerTokens, startedAtMs } };
}

/** What a client would send: read as any request is, so that what it asks for is found as in any other. */
function bodyOf({ stream, tools, images, jsonSchema }: SampleDraft, tags: SampleDraft["metadata"]): Uint8Array {
  const picture = { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } };
  const body = {
    model: "profile/draft",
    messages: [{ role: "user", content: images ? [{ type: "text", text: "What is this?" }, picture] : "Hello" }],
    stream,
    ...(tools ? { tools: [{ type: "function", function: { name: "look_up", parameters: { type: "object" } } }] } : {}),
    ...(jsonSchema ? { response_format: { type: "json_schema", json_schema: { name: "answer", schema: { type: "object" } } } } : {}),
    metadata: Object.fromEntries(tags.map(({ tag, value }) => [tag, value])),
  };
  return new TextEncoder().encode(JSON.stringify(body));
}

function parseTokens(text: string, standard: number): number | null {
  const given = text.trim();
  if (given === "") return standard;
  const tokens = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
  return tokens <= MAX_TOKENS ? tokens : null;
}

function parseClock(text: string, now: Date): number | null {
  const given = text.trim();
  if (given === "") return now.getTime();
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(given) ?? [];
  if (hour === undefined || minute === undefined) return null;
  return Math.floor(now.getTime() / DAY_MS) * DAY_MS + (Number(hour) * 60 + Number(minute)) * 60_000;
}
