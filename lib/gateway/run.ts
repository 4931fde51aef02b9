import type { AttemptTimers } from "@/lib/core/deadline";
import { ApiError } from "@/lib/core/errors";
import { judgeFailure } from "@/lib/core/judge-failure";
import type { Candidate, PlanEntry } from "@/lib/core/plan";
import { DEFAULT_TIMERS } from "@/lib/core/profile";
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
import { priceAttempt, UNPRICED, type Amounts } from "./price-attempt";
import { recordAttempt } from "./record-attempt";
import { Hold, type Reserved } from "./hold";
import type { Door, Entrance, RoutingState } from "./routing-state";
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
const BROKEN = new ApiError("internal_error", "The answer broke on our side.");

type OpenDoor = { open: true; hold: Hold; limitTokens: number | null };

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
  /** Of those whose door had closed when their turn came, by their endpoint's name. */
  private readonly doors = new Map<string, ClosedDoor>();
  /** The attempt that is under way. */
  private asked: { candidate: Candidate; hold: Hold } | null = null;
  private stop: Extract<WalkStep, { type: "stop" }> | null = null;

  constructor(
    private readonly call: Call,
    private readonly ask: Ask,
    private readonly routing: RoutingState,
    private readonly cancellation: Cancellation,
    /** Takes a fault of our own. */
    private readonly report: (error: unknown) => void,
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
          door.hold.speaks();
          this.tell({ type: "content" });
          return { candidate, speaking: answer };
        }
        last = { candidate, answer };
        step = this.settleAttempt(answer);
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
    const step = this.settleAttempt(status);
    if (step.type !== "stop") throw new Error(`A committed call cannot ${step.type}`);
    return { last: { candidate, answer: end }, stop: step };
  }

  /** Our own code failed in the midst of the answer: its provider is told to stop, and its client why. */
  fault(error: unknown): void {
    if (!(error instanceof ApiError)) this.report(error);
    this.cancellation.cancel(error instanceof ApiError ? error : BROKEN);
  }

  /**
   * Ends a call that our own code has broken, wherever it was, and gives back all that it holds. Whoever was being asked
   * may have worked, so what that cost is not known.
   */
  breakOff(): Over {
    this.cancellation.cancel(BROKEN);
    if (this.asked) {
      const totalMs = Math.max(0, Date.now() - this.attemptStartedAtMs);
      this.book({
        kind: "left", owed: "unknown", httpStatus: null, usage: null, received: { contentBytes: 0, contentChunks: 0 },
        timing: { connectMs: null, firstTokenMs: null, totalMs },
      });
    }
    this.stop ??= { type: "stop", outcome: "aborted", cause: null, why: "end" };
    return { last: null, stop: this.stop };
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
    const reserved = admitted && { reserve, fare: admitted.fare };
    const door = this.takePlace({ owner, candidate, facts, forced }, reserved);
    return door.open ? { open: true, hold: new Hold(door.pass, reserved, this.report), limitTokens: admitted ? admitted.limitTokens : null } : door;
  }

  /** Where there is none, nothing stays reserved. */
  private takePlace(entrance: Entrance, reserved: Reserved): Door {
    let isOpen = false;
    try {
      const door = this.routing.enter(entrance);
      isOpen = door.open;
      return door;
    } finally {
      if (!isOpen) reserved?.reserve.settle(reserved.fare, 0n);
    }
  }

  private async attempt(candidate: Candidate, { timers }: AttemptStep, { hold, limitTokens }: OpenDoor): Promise<Answer> {
    this.attemptStartedAtMs = Date.now();
    this.watch.startWaiting();
    let brought: Answer;
    try {
      brought = await this.ask(candidate, timers, limitTokens);
    } catch (error) {
      // Asking throws only before a request is on its way.
      hold.giveUp();
      throw error;
    }
    this.asked = { candidate, hold };
    if (brought.limits) hold.learn(brought.limits);
    const answer = await this.refuseFiltered(candidate, brought);
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

  private settleAttempt(answer: Whole | StreamEnd): WalkStep {
    this.book(answer);
    if (answer.kind === "whole") return this.tell({ type: "served" });
    if (answer.kind === "left") return this.tell({ type: "left" });
    const { reason, retryAfterMs, staleSocket, httpStatus } = answer;
    this.retryAfterMs.push(retryAfterMs);
    return this.tell({ type: "failed", cause: reason.cause, httpStatus, retryAfterMs, staleSocket });
  }

  /** Records the attempt that was under way, and gives back what it held. Once; never throws. */
  private book(answer: Whole | StreamEnd): void {
    if (!this.asked) return;
    const { candidate, hold } = this.asked;
    this.asked = null;
    const attempt = recordAttempt(candidate, answer, this.price(candidate, answer), {
      startedAtMs: this.attemptStartedAtMs,
      number: this.attempts.length + 1,
      retry: this.state.retry,
    });
    if (attempt.costPico === null) hold.noteUnknown(attempt);
    this.attempts.push(attempt);
    hold.end(attempt.costPico, () => ({ attempt, retryAfterMs: retryAfterOf(answer), ...this.judge(candidate, answer) }));
  }

  private price({ endpoint }: Candidate, answer: Whole | StreamEnd): Amounts {
    try {
      return priceAttempt(this.call, endpoint, answer);
    } catch (error) {
      this.report(error);
      return UNPRICED;
    }
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

function retryAfterOf(answer: { kind: string; retryAfterMs?: number | null }): number | null {
  return answer.retryAfterMs ?? null;
}
