import { affordableOutput, boundCost, boundInput } from "@/lib/core/budget-bound";
import type { CallFacts } from "@/lib/core/call-facts";
import { ApiError, type DropNote } from "@/lib/core/errors";
import { formatUsd, formatUsdExact, type Pico } from "@/lib/core/money";
import { listCheaper, narrowPlan } from "@/lib/core/narrow-plan";
import type { Candidate, Plan } from "@/lib/core/plan";
import type { Price } from "@/lib/core/price";
import type { Fare, Purse, Shortage } from "@/lib/core/purse";
import type { ChatRequest } from "@/lib/wire/chat-request";

/** Fewer are no answer: a call that has no more left is refused rather than cut off in its first words. */
const LEAST_OUTPUT_TOKENS = 16;
/** Longer than that nobody waits for a budget with a request in their hands. */
const MAX_RETRY_AFTER_S = 600;

/** The most that an attempt may cost, and what it is told to write at the most where its client did not say. */
type Bound = { needPico: Pico | null; limitTokens: number | null };

/** An attempt that every budget admits, with what it holds of them and may write at the most where its client did not say. */
export type Admitted = { admitted: true; fare: Fare; limitTokens: number | null };
export type Refused = { admitted: false; reason: string };

/** The call, as far as its cost depends on it. */
type Asking = { request: ChatRequest; facts: CallFacts; priceOf: (endpointId: string) => { price: Price } | null };

/** Step 5: what a call may spend of the budgets that apply to it. One for each call that has any. */
export class Reserve {
  /** The one that has room again soonest, of those that were met. */
  private shortage: Shortage | null = null;

  constructor(
    readonly purse: Purse,
    private readonly asking: Asking,
  ) {}

  /**
   * Once for the plan: leaves out whom no budget admits now, and in whose place a spent one wants a cheaper tier. Reserves
   * nothing: each attempt does so itself.
   */
  narrow(plan: Plan, nowMs: number): Plan {
    const fitting = narrowPlan(plan, (candidate) => {
      const shortage = this.note(this.purse.findShortage(this.boundOf(candidate, nowMs).needPico, nowMs));
      return shortage && describeShortage(shortage);
    });
    const spent = this.purse.findCheaper(nowMs);
    const cheaper = spent && listCheaper(fitting);
    if (!spent || !cheaper) return fitting;
    return narrowPlan(fitting, ({ endpoint }) =>
      cheaper.has(endpoint.name) ? null : `the budget “${spent.terms.name}” is spent and leaves cheaper tiers alone`,
    );
  }

  /** For each attempt: reserves its bound in every budget, unless one has no room for it. */
  admit(candidate: Pick<Candidate, "endpoint">, nowMs: number): Admitted | Refused {
    const { needPico, limitTokens } = this.boundOf(candidate, nowMs);
    const shortage = this.note(this.purse.findShortage(needPico, nowMs));
    if (shortage) return { admitted: false, reason: describeShortage(shortage) };
    return { admitted: true, fare: this.purse.reserve(needPico ?? 0n, nowMs), limitTokens };
  }

  /** After each attempt, with what it cost; null is not known, and what was reserved stays spent. */
  settle(fare: Fare, costPico: Pico | null): void {
    this.purse.settle(fare, costPico);
  }

  /** The 402 of a call that was not made for want of a budget; null when none stood in its way. */
  refusal({ entries }: Plan, nowMs: number): ApiError | null {
    return this.shortage && refusalOf(this.shortage, entries.map(({ endpoint, reason }) => ({ endpoint, reason })), nowMs);
  }

  private note(shortage: Shortage | null): Shortage | null {
    if (shortage && (!this.shortage || soonest(shortage) < soonest(this.shortage))) this.shortage = shortage;
    return shortage;
  }

  private boundOf({ endpoint }: Pick<Candidate, "endpoint">, nowMs: number): Bound {
    const { request, facts, priceOf } = this.asking;
    const { body, prompt, promptSize, choices, outputBound } = request;
    const { contextTokens, maxOutputTokens } = endpoint;
    const price = priceOf(endpoint.id)?.price ?? null;
    // The body's own bytes: whatever of it a provider may show to its model is in there.
    const prompted = { textBytes: body.length, messages: prompt.messages.length, mediaParts: promptSize.mediaParts, tools: prompt.tools != null };
    const inputTokens = boundInput(prompted, contextTokens);
    const most = Math.min(maxOutputTokens ?? Infinity, contextTokens ?? Infinity);
    const bounded = (each: number) => boundCost(price, { inputTokens, outputTokens: each === Infinity ? null : each * choices });
    if (outputBound !== null) return { needPico: bounded(Math.min(outputBound, most)), limitTokens: null };
    const allowance = this.purse.allowance(nowMs);
    if (allowance === null || price === null || inputTokens === null) return { needPico: bounded(most), limitTokens: null };
    // Beside the prompt, in the window: a provider refuses what does not fit, however little would have been written.
    const room = contextTokens === null ? most : Math.min(most, Math.max(1, contextTokens - Math.ceil(facts.promptTokens)));
    const affordable = Math.floor(affordableOutput(price, inputTokens, allowance) / choices);
    const tokens = Math.max(Math.min(room, affordable), Math.min(room, LEAST_OUTPUT_TOKENS));
    return tokens === Infinity ? { needPico: bounded(0), limitTokens: null } : { needPico: bounded(tokens), limitTokens: tokens };
  }
}

/** Why a candidate was left out, in words for its plan. */
function describeShortage({ account, needPico, leftPico, resetsAtMs }: Shortage): string {
  const { name } = account.terms;
  if (needPico === null) return `over budget: “${name}” stops what could go over it, and what this could cost at the most is not known`;
  const until = resetsAtMs === null ? "" : ` until ${minute(resetsAtMs)}`;
  return `over budget: it could cost up to ${formatUsd(needPico)}, and “${name}” has ${formatUsd(leftPico)} left${until}`;
}

function refusalOf({ account, needPico, leftPico, resetsAtMs, isSoonFree }: Shortage, dropped: DropNote[], nowMs: number): ApiError {
  const { name, amountPico, period, rolling } = account.terms;
  const span = rolling ? `in any ${SPANS[period]}` : `a ${period}`;
  const need = needPico === null ? "what this call could cost is not known" : `this call could cost up to ${formatUsd(needPico)}`;
  const when = isSoonFree
    ? "Calls under way hold the rest, and free it as they end."
    : resetsAtMs === null ? "It is larger than the budget ever allows." : `There is room again at ${new Date(resetsAtMs).toISOString()}.`;
  const waitS = isSoonFree ? 1 : resetsAtMs === null ? Infinity : Math.max(1, Math.ceil((resetsAtMs - nowMs) / 1_000));
  return new ApiError(
    "budget_exhausted",
    `The budget “${name}” of ${formatUsd(amountPico)} ${span} has ${formatUsd(leftPico)} left, and ${need}. ${needPico === null ? "Name max_tokens, or set a price." : when}`,
    {
      retryAfterS: waitS <= MAX_RETRY_AFTER_S ? waitS : null,
      dropped,
      budget: {
        name,
        limit_usd: formatUsdExact(amountPico),
        left_usd: formatUsdExact(leftPico),
        needed_usd: needPico === null ? null : formatUsdExact(needPico),
        resets_at: resetsAtMs === null ? null : new Date(resetsAtMs).toISOString(),
      },
    },
  );
}

const SPANS = { day: "24 hours", week: "7 days", month: "30 days" } as const;

function soonest({ isSoonFree, resetsAtMs }: Shortage): number {
  return isSoonFree ? 0 : (resetsAtMs ?? Infinity);
}

function minute(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

