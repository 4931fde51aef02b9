import type { Candidate } from "@/lib/core/plan";
import { next, WALK_START, type WalkEvent, type WalkLimits, type WalkState, type WalkStep } from "@/lib/core/walk";
import { newId } from "@/lib/ledger/new-id";
import type { AttemptRecord } from "@/lib/ledger/record";
import type { Answer, Failed, Left, Speaking, StreamEnd, Whole } from "@/lib/upstream/answer";
import type { Call } from "./call";
import { priceAttempt } from "./price-attempt";

/** Makes the one upstream request of an attempt. */
export type Ask = (candidate: Candidate, remainingMs: number) => Promise<Answer>;

/** A stream that has spoken and commits the call to its candidate. */
export type Committed = { candidate: Candidate; speaking: Speaking };

/** The call is over: what the last attempt brought. */
export type Over = { candidate: Candidate; answer: Whole | StreamEnd; stop: Extract<WalkStep, { type: "stop" }> };

/**
 * Step 6: drives the walk with real attempts. Decides nothing itself: it tells the reducer what happened and does what
 * the reducer says.
 */
export class Run {
  readonly attempts: AttemptRecord[] = [];
  /** What each failed attempt's provider asked us to wait. */
  readonly retryAfterMs: (number | null)[] = [];
  private state: WalkState = WALK_START;
  private readonly limits: WalkLimits;
  private attemptStartedAtMs = 0;
  private waitedBeforeMs: number;
  /** On the monotonic clock, while a provider or a pause is waited for. */
  private waitingSince: number | null = null;

  constructor(
    private readonly call: Call,
    private readonly ask: Ask,
    private readonly signal: AbortSignal,
  ) {
    this.waitedBeforeMs = call.uploadMs;
    this.limits = {
      retries: call.plan.candidates.map((candidate) => candidate.retries),
      // From here: what a slow client took to ask is not taken from the providers' time.
      deadlineMs: performance.now() + call.route.timers.totalMs,
    };
  }

  /** Walks until a stream speaks or the call is over. */
  async start(): Promise<Committed | Over> {
    let step = this.tell({ type: "start" });
    let last: { candidate: Candidate; answer: Whole | Failed | Left } | null = null;
    for (;;) {
      if (step.type === "attempt") {
        const candidate = this.candidateAt(step.candidate);
        const answer = await this.attempt(candidate);
        if (answer.kind === "speaking") {
          step = this.tell({ type: "content" });
          return { candidate, speaking: answer };
        }
        last = { candidate, answer };
        step = this.settleAttempt(candidate, answer);
      } else if (step.type === "wait") {
        step = await this.pause(step.ms);
      } else if (step.type === "stop") {
        return { ...(last ?? this.neverAsked()), stop: step };
      } else {
        throw new Error(`The walk asked for ${step.type} without content`);
      }
    }
  }

  /** Milliseconds spent waiting for the client's body, for providers and in pauses: all else is our own work. */
  get waitedMs(): number {
    return this.waitedBeforeMs + (this.waitingSince === null ? 0 : performance.now() - this.waitingSince);
  }

  private stopWaiting(): void {
    this.waitedBeforeMs = this.waitedMs;
    this.waitingSince = null;
  }

  /** Ends the attempt that the call was committed to. */
  finish({ candidate, speaking }: Committed, end: StreamEnd): Over {
    this.stopWaiting();
    const status = { ...end, httpStatus: end.httpStatus ?? speaking.httpStatus };
    const step = this.settleAttempt(candidate, status);
    if (step.type !== "stop") throw new Error(`A committed call cannot ${step.type}`);
    return { candidate, answer: end, stop: step };
  }

  private tell(event: WalkEvent): WalkStep {
    const [state, step] = next(this.state, event, this.limits, performance.now(), Math.random());
    this.state = state;
    return step;
  }

  private async attempt(candidate: Candidate): Promise<Answer> {
    this.attemptStartedAtMs = Date.now();
    this.waitingSince = performance.now();
    const answer = await this.ask(candidate, this.limits.deadlineMs - this.waitingSince);
    // A stream is waited for to its end.
    if (answer.kind !== "speaking") this.stopWaiting();
    return answer;
  }

  private settleAttempt(candidate: Candidate, answer: Whole | StreamEnd): WalkStep {
    this.attempts.push(this.recordAttempt(candidate, answer));
    if (answer.kind === "whole") return this.tell({ type: "served" });
    if (answer.kind === "left") return this.tell({ type: "left" });
    const { reason, retryAfterMs, staleSocket } = answer;
    this.retryAfterMs.push(retryAfterMs);
    return this.tell({ type: "failed", cause: reason.cause, retryAfterMs, staleSocket });
  }

  private recordAttempt(candidate: Candidate, answer: Omit<Whole, "body"> | Failed | Left): AttemptRecord {
    const { endpoint } = candidate;
    const owed = answer.kind === "whole" ? "received" : answer.owed;
    const { connectMs, firstTokenMs, totalMs } = answer.timing;
    return {
      id: newId(),
      startedAtMs: this.attemptStartedAtMs,
      number: this.attempts.length + 1,
      tier: candidate.tier,
      retry: this.state.retry,
      endpointId: endpoint.id,
      endpoint: endpoint.name,
      provider: endpoint.provider,
      outcome: answer.kind === "whole" ? "served" : answer.kind === "left" ? "aborted" : "failed",
      cause: answer.kind === "failed" ? answer.reason.cause : null,
      httpStatus: answer.httpStatus,
      connectMs: connectMs === null ? null : Math.round(connectMs),
      firstTokenMs: firstTokenMs === null ? null : Math.round(firstTokenMs),
      totalMs: Math.round(totalMs),
      detail: answer.kind === "failed" ? answer.reason.detail : "",
      ...priceAttempt(this.call, endpoint, { ...answer, owed }),
    };
  }

  /** Waits before a retry; the client's leaving ends the wait. */
  private async pause(ms: number): Promise<WalkStep> {
    this.waitingSince = performance.now();
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.signal.addEventListener("abort", done);
    });
    this.stopWaiting();
    return this.tell(this.signal.aborted ? { type: "left" } : { type: "waited" });
  }

  private candidateAt(index: number): Candidate {
    const candidate = this.call.plan.candidates[index];
    if (!candidate) throw new Error(`The walk asked for candidate ${index}, which is not in the plan`);
    return candidate;
  }

  /** A plan has at least one candidate and a fresh deadline, so the first step is always an attempt. */
  private neverAsked(): never {
    throw new Error("The walk stopped before its first attempt");
  }
}
