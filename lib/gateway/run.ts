import type { AttemptTimers } from "@/lib/core/deadline";
import type { ApiError } from "@/lib/core/errors";
import { isClientFault, type Cause } from "@/lib/core/outcome";
import type { Candidate, PlanEntry } from "@/lib/core/plan";
import type { Timers } from "@/lib/core/profile";
import { leavesTier } from "@/lib/core/triggers";
import { next, startWalk, type WalkEvent, type WalkPlan, type WalkState, type WalkStep } from "@/lib/core/walk";
import { walkPlanOf } from "@/lib/core/walk-plan";
import type { AttemptRecord } from "@/lib/ledger/record";
import type { Answer, Failed, Speaking, StreamEnd, Whole } from "@/lib/upstream/answer";
import type { Call } from "./call";
import { endedBy } from "./exchange";
import { recordAttempt } from "./record-attempt";
import type { Door, Pass, Report, RoutingState } from "./routing-state";
import { Stopwatch } from "./stopwatch";

/** Makes the one upstream request of an attempt. */
export type Ask = (candidate: Candidate, timers: AttemptTimers) => Promise<Answer>;

/** A stream that has spoken and commits the call to its candidate. */
export type Committed = { candidate: Candidate; speaking: Speaking };

/** The call is over: what the last attempt brought; `last` is null when every door was closed. */
export type Over = {
  last: { candidate: Candidate; answer: Whole | StreamEnd } | null;
  stop: Extract<WalkStep, { type: "stop" }>;
};

type AttemptStep = Extract<WalkStep, { type: "attempt" }>;

/**
 * Step 6: drives the walk with real attempts. Decides nothing itself: it tells the reducer what happened and does what
 * the reducer says.
 */
export class Run {
  readonly attempts: AttemptRecord[] = [];
  /** What each failed attempt's provider asked us to wait. */
  readonly retryAfterMs: (number | null)[] = [];
  readonly watch: Stopwatch;
  private state: WalkState;
  private readonly plan: WalkPlan;
  private attemptStartedAtMs = 0;
  private pass: Pass | null = null;
  /** Those whose door had closed when their turn came, with the reason. */
  private readonly passedBy = new Map<Candidate, Extract<Door, { open: false }>>();

  constructor(
    private readonly call: Call,
    private readonly ask: Ask,
    private readonly routing: RoutingState,
    private readonly signal: AbortSignal,
  ) {
    this.watch = new Stopwatch(call.uploadMs);
    // From here: what a slow client took to ask is not taken from the providers' time.
    this.plan = walkPlanOf(call.plan, call.route.rules, call.facts, performance.now() + call.totalMs);
    this.state = startWalk(this.plan);
  }

  /** Walks until a stream speaks or the call is over. */
  async start(): Promise<Committed | Over> {
    let step = this.tell({ type: "start" });
    let last: Over["last"] = null;
    for (;;) {
      if (step.type === "attempt") {
        const candidate = this.candidateAt(step.candidate);
        const door = this.routing.enter({ owner: this.call.owner, candidate, stream: this.call.request.stream, forced: step.forced });
        if (!door.open) {
          this.passedBy.set(candidate, door);
          step = this.tell({ type: "skipped", why: door.why, freeAtMs: door.freeAtMs });
          continue;
        }
        const answer = await this.attempt(candidate, step, door.pass);
        if (answer.kind === "speaking") {
          door.pass.speaks();
          this.tell({ type: "content" });
          return { candidate, speaking: answer };
        }
        last = { candidate, answer };
        step = this.settleAttempt(candidate, answer);
      } else if (step.type === "wait") {
        step = await this.pause(step.ms);
      } else if (step.type === "stop") {
        return { last, stop: step };
      } else {
        throw new Error(`The walk asked for ${step.type} without content`);
      }
    }
  }

  /** Ends the attempt that the call was committed to. */
  finish({ candidate, speaking }: Committed, end: StreamEnd): Over {
    this.watch.stopWaiting();
    const status = { ...end, httpStatus: end.httpStatus ?? speaking.httpStatus };
    const step = this.settleAttempt(candidate, status);
    if (step.type !== "stop") throw new Error(`A committed call cannot ${step.type}`);
    return { last: { candidate, answer: end }, stop: step };
  }

  /** What the client is told when we had to end the call ourselves; null when we did not. */
  get endedBy(): ApiError | null {
    return endedBy(this.signal);
  }

  /** The plan as it turned out: with those that were passed by when their turn came. */
  get entries(): PlanEntry[] {
    const passed = new Map([...this.passedBy].map(([{ endpoint }, { why, reason }]) => [endpoint.name, { drop: why, reason }]));
    return this.call.plan.entries.map((entry) => ({ ...entry, ...(passed.has(entry.endpoint) ? { kept: false } : {}), ...passed.get(entry.endpoint) }));
  }

  private tell(event: WalkEvent): WalkStep {
    const [state, step] = next(this.state, event, this.plan, performance.now(), Math.random());
    this.state = state;
    return step;
  }

  private async attempt(candidate: Candidate, { timers }: AttemptStep, pass: Pass): Promise<Answer> {
    this.pass = pass;
    this.attemptStartedAtMs = Date.now();
    this.watch.startWaiting();
    const answer = await this.ask(candidate, timers);
    if (answer.limits) pass.learn(answer.limits);
    // A stream is waited for to its end.
    if (answer.kind !== "speaking") this.watch.stopWaiting();
    return answer;
  }

  private settleAttempt(candidate: Candidate, answer: Whole | StreamEnd): WalkStep {
    const attempt = recordAttempt(this.call, candidate, answer, {
      startedAtMs: this.attemptStartedAtMs,
      number: this.attempts.length + 1,
      retry: this.state.retry,
    });
    this.attempts.push(attempt);
    this.pass?.end({ attempt, retryAfterMs: retryAfterOf(answer), ...this.judge(candidate, answer) });
    this.pass = null;
    if (answer.kind === "whole") return this.tell({ type: "served" });
    if (answer.kind === "left") return this.tell({ type: "left" });
    const { reason, retryAfterMs, staleSocket, httpStatus } = answer;
    this.retryAfterMs.push(retryAfterMs);
    return this.tell({ type: "failed", cause: reason.cause, httpStatus, retryAfterMs, staleSocket });
  }

  /** What the end says of the endpoint: nothing when the client left or was at fault, when time was short, or by chance. */
  private judge({ rules }: Candidate, answer: Whole | StreamEnd): Pick<Report, "leftTier" | "isChance" | "isObserved"> {
    if (answer.kind !== "failed") return { leftTier: false, isChance: false, isObserved: answer.kind === "whole" };
    const { reason, httpStatus, timing, staleSocket } = answer;
    const failure = { cause: reason.cause, httpStatus };
    const leftTier = !this.state.committed && leavesTier(failure, rules.triggers, this.call.route.rules.triggers);
    const isChance = staleSocket || isHastyCut(reason.cause, timing, this.plan.candidates[this.state.candidate]?.timers);
    return { leftTier, isChance, isObserved: !isChance && (leftTier || !isClientFault(failure.cause)) };
  }

  /** Waits before a retry; the client's leaving ends the wait. */
  private async pause(ms: number): Promise<WalkStep> {
    this.watch.startWaiting();
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.signal.addEventListener("abort", done);
    });
    this.watch.stopWaiting();
    return this.tell(this.signal.aborted ? { type: "left" } : { type: "waited" });
  }

  private candidateAt(index: number): Candidate {
    const candidate = this.call.plan.candidates[index];
    if (!candidate) throw new Error(`The walk asked for candidate ${index}, which is not in the plan`);
    return candidate;
  }
}

/** Whether our share of a short deadline ran out before the timer that the endpoint is judged by. */
function isHastyCut(cause: Cause, { connectMs, totalMs }: Failed["timing"], timers: Timers | undefined): boolean {
  if (!timers) return false;
  if (cause === "timeout_connect") return totalMs < timers.connectMs;
  if (cause === "timeout_first_token") return totalMs - (connectMs ?? 0) < timers.firstTokenMs;
  return cause === "timeout_total" && totalMs < timers.answerMs;
}

function retryAfterOf(answer: { kind: string; retryAfterMs?: number | null }): number | null {
  return answer.retryAfterMs ?? null;
}
