import type { AttemptTimers } from "@/lib/core/deadline";
import { ApiError } from "@/lib/core/errors";
import { judgeFailure } from "@/lib/core/judge-failure";
import { formatUsd } from "@/lib/core/money";
import type { Candidate, PlanEntry } from "@/lib/core/plan";
import { DEFAULT_TIMERS } from "@/lib/core/profile";
import type { Fare } from "@/lib/core/purse";
import type { Report } from "@/lib/core/tier-guard";
import { wishOf } from "@/lib/core/triggers";
import { next, startWalk, type WalkEvent, type WalkPlan, type WalkState, type WalkStep } from "@/lib/core/walk";
import { walkPlanOf } from "@/lib/core/walk-plan";
import type { AttemptRecord } from "@/lib/ledger/record";
import type { Answer, Speaking, StreamEnd, Whole } from "@/lib/upstream/answer";
import { failFiltered } from "@/lib/upstream/filtered";
import type { Cancellation } from "@/lib/upstream/cancellation";
import type { Call } from "./call";
import { endedBy } from "./exchange";
import { recordAttempt } from "./record-attempt";
import type { Pass, RoutingState } from "./routing-state";
import { Stopwatch } from "./stopwatch";
import { type ClosedDoor, turnOut } from "./turn-out";

/** Makes the one upstream request of an attempt. `limitTokens` is what it may write where only a budget says so. */
export type Ask = (candidate: Candidate, timers: AttemptTimers, limitTokens: number | null) => Promise<Answer>;

/** A stream that has spoken and commits the call to its candidate. */
export type Committed = { candidate: Candidate; speaking: Speaking };

/** The call is over: what the last attempt brought; `last` is null when every door was closed. */
export type Over = {
  last: { candidate: Candidate; answer: Whole | StreamEnd } | null;
  stop: Extract<WalkStep, { type: "stop" }>;
};

const LEFT = new ApiError("client_closed_request", "The client left.");

type OpenDoor = { open: true; pass: Pass; limitTokens: number | null };

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
  /** Of those whose door had closed when their turn came, by their endpoint's name. */
  private readonly doors = new Map<string, ClosedDoor>();
  /** What the attempt under way holds of the call's budgets. */
  private fare: Fare | null = null;
  private stop: Extract<WalkStep, { type: "stop" }> | null = null;

  constructor(
    private readonly call: Call,
    private readonly ask: Ask,
    private readonly routing: RoutingState,
    private readonly cancellation: Cancellation,
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
        const door = this.enter(candidate, step.forced);
        if (!door.open) {
          this.doors.set(candidate.endpoint.name, door);
          step = this.tell({ type: "skipped", why: door.why, freeAtMs: door.freeAtMs });
          continue;
        }
        const answer = await this.attempt(candidate, step, door);
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

  /** What a call that was aborted is told: our own reason for ending it, else that its client left. */
  get endedBy(): ApiError {
    return endedBy(this.cancellation) ?? LEFT;
  }

  /** The plan as it turned out. */
  get entries(): PlanEntry[] {
    const { plan } = this.call;
    return turnOut(plan.entries, {
      names: plan.candidates.map(({ endpoint }) => endpoint.name),
      asked: new Set(this.attempts.map(({ endpoint }) => endpoint)),
      doors: this.doors,
      walk: { plan: this.plan, state: this.state, stop: this.stop },
    });
  }

  /** When the soonest of those who were left out or passed by comes back, in milliseconds since the epoch; null is not known. */
  get freeAtMs(): number | null {
    const known = [this.call.plan.freeAtMs, ...[...this.doors.values()].map((door) => door.freeAtMs)].filter((ms) => ms !== null);
    return known.length > 0 ? Math.min(...known) : null;
  }

  private tell(event: WalkEvent): WalkStep {
    const [state, step] = next(this.state, event, this.plan, performance.now(), Math.random());
    this.state = state;
    if (step.type === "stop") this.stop = step;
    return step;
  }

  /** A place for one attempt: first in the budgets, then under the tier's caps and breaker. */
  private enter(candidate: Candidate, forced: boolean): OpenDoor | ClosedDoor {
    const { owner, facts, reserve } = this.call;
    const admitted = reserve && reserve.admit(candidate, Date.now());
    if (admitted && !admitted.admitted) return { open: false, why: "budget", reason: admitted.reason, freeAtMs: null };
    const door = this.routing.enter({ owner, candidate, facts, forced });
    if (!door.open) {
      if (admitted) reserve.settle(admitted.fare, 0n);
      return door;
    }
    this.fare = admitted && admitted.fare;
    return { ...door, limitTokens: admitted ? admitted.limitTokens : null };
  }

  private async attempt(candidate: Candidate, { timers }: AttemptStep, { pass, limitTokens }: OpenDoor): Promise<Answer> {
    this.pass = pass;
    this.attemptStartedAtMs = Date.now();
    this.watch.startWaiting();
    let answer: Answer;
    try {
      answer = await this.refuseFiltered(candidate, await this.ask(candidate, timers, limitTokens));
    } catch (error) {
      pass.giveUp();
      this.settleFare(0n);
      throw error;
    }
    if (answer.limits) pass.learn(answer.limits);
    // A stream is waited for to its end.
    if (answer.kind !== "speaking") this.watch.stopWaiting();
    return answer;
  }

  /** An answer that a content filter held back is one, unless the team wants another tier to try. */
  private async refuseFiltered({ rules }: Candidate, answer: Answer): Promise<Answer> {
    if ((answer.kind !== "whole" && answer.kind !== "speaking") || !answer.filtered) return answer;
    const failure = { cause: "content_filter", httpStatus: answer.httpStatus } as const;
    return wishOf(failure, rules.triggers, this.call.route.rules.triggers) === true ? failFiltered(answer) : answer;
  }

  private settleAttempt(candidate: Candidate, answer: Whole | StreamEnd): WalkStep {
    const attempt = recordAttempt(this.call, candidate, answer, {
      startedAtMs: this.attemptStartedAtMs,
      number: this.attempts.length + 1,
      retry: this.state.retry,
    });
    if (this.fare && attempt.costPico === null) attempt.detail = `${attempt.detail}; ${heldOf(this.fare)}`;
    this.attempts.push(attempt);
    this.settleFare(attempt.costPico);
    const { leftTier, isChance, isObserved } = this.judge(candidate, answer);
    this.pass?.end({ attempt, retryAfterMs: retryAfterOf(answer), leftTier, isChance, isObserved });
    this.pass = null;
    if (answer.kind === "whole") return this.tell({ type: "served" });
    if (answer.kind === "left") return this.tell({ type: "left" });
    const { reason, retryAfterMs, staleSocket, httpStatus } = answer;
    this.retryAfterMs.push(retryAfterMs);
    return this.tell({ type: "failed", cause: reason.cause, httpStatus, retryAfterMs, staleSocket });
  }

  private settleFare(costPico: bigint | null): void {
    if (this.fare) this.call.reserve?.settle(this.fare, costPico);
    this.fare = null;
  }

  /** What the end says of the endpoint: nothing when the client left. */
  private judge({ rules }: Candidate, answer: Whole | StreamEnd): Pick<Report, "leftTier" | "isChance" | "isObserved"> {
    if (answer.kind !== "failed") return { leftTier: false, isChance: false, isObserved: answer.kind === "whole" };
    const { reason, httpStatus, staleSocket, timing } = answer;
    return judgeFailure({ cause: reason.cause, httpStatus, staleSocket, timing }, {
      tier: rules.triggers,
      profile: this.call.route.rules.triggers,
      timers: this.plan.candidates[this.state.candidate]?.timers ?? DEFAULT_TIMERS,
      stream: this.call.request.stream,
      committed: this.state.committed,
    });
  }

  /** Waits before a retry; the client's leaving ends the wait. */
  private async pause(ms: number): Promise<WalkStep> {
    this.watch.startWaiting();
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.cancellation.unlisten(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.cancellation.listen(done);
    });
    this.watch.stopWaiting();
    return this.tell(this.cancellation.isCancelled ? { type: "left" } : { type: "waited" });
  }

  private candidateAt(index: number): Candidate {
    const candidate = this.call.plan.candidates[index];
    if (!candidate) throw new Error(`The walk asked for candidate ${index}, which is not in the plan`);
    return candidate;
  }
}

/** An unknown cost may be as large as its bound, so budgets take it for that. */
function heldOf(fare: Fare): string {
  const [first] = fare;
  return `up to ${formatUsd(first?.reservation.pico ?? 0n)} stays reserved in its budgets, since its cost is not known`;
}

function retryAfterOf(answer: { kind: string; retryAfterMs?: number | null }): number | null {
  return answer.retryAfterMs ?? null;
}
