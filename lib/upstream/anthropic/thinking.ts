import type { ChatBody } from "./chat-body";
import type { Turn } from "./messages";
import type { Model } from "./model";

/** The API's own least. */
const MIN_BUDGET = 1_024;
const MAX_BUDGET = 32_000;
const DEFAULT_EFFORT = "medium";
/**
 * A number of tokens takes no more of max_tokens than the effort `high` does: thoughts without an answer are paid for
 * nothing. Only a deeper effort, which was asked for by name, takes more.
 */
const MAX_SHARE = 0.8;

/** Share of max_tokens that an effort stands for, as OpenRouter has it (openrouter.ai/docs, reasoning tokens). */
const SHARE_OF_EFFORT = new Map([["max", 0.95], ["xhigh", 0.95], ["high", 0.8], ["medium", 0.5], ["low", 0.2], ["minimal", 0.1]]);

export type Thinking = {
  thinking?: { type: "enabled"; budget_tokens: number } | { type: "adaptive"; display: "summarized" };
  output_config?: { effort: string };
};

/**
 * How much the model is to think. Nothing where the API would refuse it: beside a forced tool, or in the middle of a
 * tool loop whose thoughts are not there (another model had them, or the client dropped them).
 */
export function prepareThinking(body: ChatBody, model: Model, maxTokens: number, turns: readonly Turn[], forced: boolean): Thinking {
  const { isAsked, effort, tokens } = wishOf(body);
  if (model.thinking === "adaptive") return adaptive(isAsked && !forced, effort, model);
  if (!isAsked || forced || model.thinking === "none" || isAmidTools(turns)) return {};
  const share = SHARE_OF_EFFORT.get(effort ?? DEFAULT_EFFORT) ?? 0.5;
  const most = Math.floor(maxTokens * (tokens === null ? Math.max(share, MAX_SHARE) : MAX_SHARE));
  const wished = tokens ?? Math.min(Math.floor(maxTokens * share), MAX_BUDGET);
  const budget = Math.min(Math.max(wished, MIN_BUDGET), most);
  return budget < MIN_BUDGET ? {} : { thinking: { type: "enabled", budget_tokens: budget } };
}

/** OpenAI's `reasoning_effort` and OpenRouter's `reasoning`, which says more and counts first. */
function wishOf({ reasoning, reasoning_effort }: ChatBody): { isAsked: boolean; effort: string | null; tokens: number | null } {
  if (reasoning?.enabled === false) return { isAsked: false, effort: "none", tokens: null };
  const effort = reasoning?.effort ?? reasoning_effort ?? null;
  const tokens = reasoning?.max_tokens ?? null;
  const isAsked = effort === null ? tokens !== null || reasoning?.enabled === true : effort !== "none";
  return { isAsked, effort, tokens };
}

/** A model that thinks anyway shows it, or a long thought would look like a provider that hangs. */
function adaptive(isAsked: boolean, effort: string | null, model: Model): Thinking {
  const level = levelOf(effort, model);
  return {
    ...(isAsked || model.thinksUnasked ? { thinking: { type: "adaptive", display: "summarized" } } : {}),
    ...(level !== null && (isAsked || model.thinksUnasked) ? { output_config: { effort: level } } : {}),
  };
}

/** The API's levels begin at `low`; not to think at all is more than every model can. */
function levelOf(effort: string | null, model: Model): string | null {
  if (effort === null || !(SHARE_OF_EFFORT.has(effort) || effort === "none")) return null;
  if (effort === "none" || effort === "minimal") return "low";
  return (effort === "xhigh" || effort === "max") && !model.takesDeepEffort ? "high" : effort;
}

function isAmidTools(turns: readonly Turn[]): boolean {
  const answer = turns.findLast(({ role }) => role === "assistant")?.content ?? [];
  const isOver = !turns.at(-1)?.content.some(({ type }) => type === "tool_result");
  return !isOver && !answer[0]?.type.includes("thinking");
}
