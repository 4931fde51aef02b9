import type { ChatRequest } from "@/lib/wire/chat-request";
import type { Reason, Target } from "../dialect";
import { parseChatBody, type ChatBody } from "./chat-body";
import { formatMessages } from "./messages";
import { modelOf } from "./model";
import { prepareThinking } from "./thinking";
import { prepareTools } from "./tools";
import { UnsayableError } from "./unsayable";

/** The API demands a limit; where nobody knows the model's own, this is one that every model keeps. */
const DEFAULT_MAX_TOKENS = 4_096;
/** What `metadata.user_id` holds. */
const MAX_USER_CHARS = 256;

/** An OpenAI chat completion request in Anthropic's words (platform.claude.com/docs/en/api/messages). */
export function prepareBody(request: ChatRequest, target: Target): Uint8Array | Reason {
  try {
    return new TextEncoder().encode(JSON.stringify(formatBody(parseChatBody(request.body), request.stream, target)));
  } catch (error) {
    if (error instanceof UnsayableError) return { cause: "bad_request", detail: error.message };
    throw error;
  }
}

/**
 * What a request asks for that this dialect has no words for, whatever the model; null when it can be said. Reads the
 * whole body: to be asked once for each call, and only where an endpoint speaks this dialect.
 */
export function findUnsayable({ body, stream }: ChatRequest): string | null {
  try {
    formatBody(parseChatBody(body), stream, { upstreamModel: "", maxOutputTokens: null });
    return null;
  } catch (error) {
    if (error instanceof UnsayableError) return error.message;
    throw error;
  }
}

/** A member without a value is not there. */
function formatBody(body: ChatBody, stream: boolean, { upstreamModel, maxOutputTokens, limit = null }: Target): object {
  const model = modelOf(upstreamModel);
  const maxTokens = limitOf(body, maxOutputTokens ?? model.maxOutputTokens, limit?.tokens ?? null);
  const { system, turns } = formatMessages(body.messages, upstreamModel);
  const { tools, choice, instruction, forced } = prepareTools(body, turns, model);
  const thinking = prepareThinking(body, model, maxTokens, turns, forced);
  return {
    model: upstreamModel,
    max_tokens: maxTokens,
    system: unlessEmpty(instruction ? [...system, instruction] : system),
    messages: turns,
    tools: unlessEmpty(tools),
    tool_choice: choice ?? undefined,
    ...thinking,
    ...(thinking.thinking || !model.takesSampling ? {} : formatSampling(body)),
    stop_sequences: unlessEmpty((body.stop ?? []).filter((text) => text.trim() !== "")),
    metadata: body.user && body.user.length <= MAX_USER_CHARS ? { user_id: body.user } : undefined,
    stream: stream || undefined,
  };
}

/** More than the model can write is refused here, while elsewhere it means as much as it can. */
function limitOf({ max_completion_tokens, max_tokens }: ChatBody, most: number | null, ours: number | null): number {
  return Math.min(max_completion_tokens ?? max_tokens ?? ours ?? most ?? DEFAULT_MAX_TOKENS, most ?? Infinity);
}

/**
 * Anthropic's temperature ends at 1, and is OpenAI's up to there: what is above becomes its most. Newer models take
 * either a temperature or top_p and refuse both; the temperature is the better known.
 */
function formatSampling({ temperature, top_p, top_k }: ChatBody): object {
  const scale = temperature == null ? (top_p == null ? {} : { top_p }) : { temperature: Math.min(temperature, 1) };
  return { ...scale, ...(top_k == null ? {} : { top_k }) };
}

function unlessEmpty<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}
