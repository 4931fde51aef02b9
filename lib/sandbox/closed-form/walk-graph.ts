import type { AttemptTimers } from "@/lib/core/deadline";
import { isDomainCause } from "@/lib/core/strategy/domain";
import { next, startWalk, type WalkEvent, type WalkPlan, type WalkState, type WalkStep } from "@/lib/core/walk";
import { meanOf } from "../spread";
import type { FailureKind } from "../scenario";
import type { Budget } from "./budget";
import { failTime, isSpoken } from "./fail-time";

/** What follows an attempt that failed in one of its ways. */
export type Edge = {
  /** Index of the node of the next attempt; null where the call ends unserved. */
  to: number | null;
  /** Before it; as many equally likely pauses. */
  pausesMs: readonly number[];
};

/** Calls that are about to make one attempt, and are alike in all that the walk looks at. */
export type WalkNode = {
  /** Index among the plan's candidates. */
  candidate: number;
  /** Whether this is the first attempt at its candidate, before which a cap may close its door. */
  isEntry: boolean;
  timers: AttemptTimers;
  /** By the way to fail. */
  edges: readonly Edge[];
  /** Where a call goes when the door is closed; null where it ends unserved. */
  skipTo: number | null;
};

/** No node comes before one that leads to it. */
export type WalkGraph = { nodes: readonly WalkNode[]; entry: number | null };

/** Times from which the jitter of pauses is taken: the middles of four equal parts. */
const JITTERS = [0.125, 0.375, 0.625, 0.875] as const;
/** An edge is walked five times: for itself and for its pauses. */
const STEPS_OF_EDGE = 100;
/** Walks that differ in time by less than this part of the deadline are one. */
const DEADLINE_PARTS = 32;

/** Draws the whole walk of a plan as the gateway's own reducer walks it, once for every way in which attempts may fail. */
export function drawWalk(plan: WalkPlan, waysOf: (candidate: number) => readonly FailureKind[], stream: boolean, budget: Budget): WalkGraph {
  if (plan.candidates.length === 0) return { nodes: [], entry: null };
  const drawing = new Drawing(plan, waysOf, stream, budget);
  const entry = drawing.follow(next(startWalk(plan), { type: "start" }, plan, 0, 0.5), 0);
  return drawing.finish(entry);
}

class Drawing {
  /** Those that a node leads to stand before it, until `finish`. */
  private readonly nodes: WalkNode[] = [];
  private readonly known = new Map<string, number>();

  constructor(
    private readonly plan: WalkPlan,
    private readonly waysOf: (candidate: number) => readonly FailureKind[],
    private readonly stream: boolean,
    private readonly budget: Budget,
  ) {}

  follow([state, step]: [WalkState, WalkStep], now: number): number | null {
    if (step.type === "wait") return this.follow(next(state, { type: "waited" }, this.plan, now + step.ms, 0.5), now + step.ms);
    return step.type === "attempt" ? this.visit(state, step.timers, now) : null;
  }

  private visit(state: WalkState, timers: AttemptTimers, now: number): number {
    const key = this.keyOf(state, now);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const ways = this.waysOf(state.candidate);
    this.budget.spend(STEPS_OF_EDGE * (1 + ways.length));
    const edges = ways.map((way) => this.drawEdge(state, way, now + meanOf(failTime(way, timers, this.stream))));
    const skipTo = state.retry > 0 ? null : this.follow(next(state, { type: "skipped", why: "capped", freeAtMs: null }, this.plan, now, 0.5), now);
    const index = this.nodes.push({ candidate: state.candidate, isEntry: state.retry === 0, timers, edges, skipTo }) - 1;
    this.known.set(key, index);
    return index;
  }

  private drawEdge(state: WalkState, { cause, httpStatus, retryAfterMs }: FailureKind, now: number): Edge {
    const event: WalkEvent = { type: "failed", cause, httpStatus, retryAfterMs, staleSocket: false };
    const [before] = isSpoken(cause, this.stream) ? next(state, { type: "content" }, this.plan, now, 0.5) : [state];
    const after = next(before, event, this.plan, now, 0.5);
    const pausesMs = after[1].type !== "wait" ? [] : JITTERS.flatMap((random) => {
      const [, step] = next(before, event, this.plan, now, random);
      return step.type === "wait" ? step.ms : [];
    });
    return { to: this.follow(after, now), pausesMs };
  }

  /** All that the reducer looks at. Of failures it only asks, when it reorders, which of them may be their domain's. */
  private keyOf({ candidate, rest, retry, waited, invited, excused, attempts, failures }: WalkState, now: number): string {
    const { maxAttempts, reorder, deadlineMs } = this.plan;
    const told = reorder ? failures.map((failure) => `${failure.candidate}${isDomainCause(failure.cause) ? "!" : ""}`).sort() : [];
    const spent = maxAttempts === null ? "" : attempts;
    return [candidate, rest.join("."), retry, waited, invited, excused, spent, told.join("."), Math.floor((now / deadlineMs) * DEADLINE_PARTS)].join();
  }

  finish(entry: number | null): WalkGraph {
    const last = this.nodes.length - 1;
    const turn = (index: number | null) => (index === null ? null : last - index);
    const nodes = this.nodes.toReversed().map((node) => ({
      ...node, skipTo: turn(node.skipTo), edges: node.edges.map((edge) => ({ ...edge, to: turn(edge.to) })),
    }));
    return { nodes, entry: turn(entry) };
  }
}
