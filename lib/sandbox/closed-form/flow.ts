import { shareUnder } from "../spread";
import type { EndpointModel } from "../scenario";
import { answerLimitMs } from "./fail-time";
import type { WalkGraph, WalkNode } from "./walk-graph";
import type { Odds } from "./ways";

/** What holds for a candidate while probability is pushed through the walk. */
export type Stage = {
  model: EndpointModel;
  odds: Odds;
  /** The chance that a cap closes its door. */
  closed: number;
  slowness: number;
  /** How long the rest of an answer takes, as many equally likely times, ascending; only looked at where answers do not stream. */
  writingMs: readonly number[];
};

/** The shares of calls that come by each node, by what becomes of them there. */
export type Flow = {
  reached: Float64Array;
  skipped: Float64Array;
  served: Float64Array;
  /** By node and way. */
  failed: readonly Float64Array[];
};

/** Pushes all calls through the walk, each node after those that lead to it. */
export function pushThrough({ nodes, entry }: WalkGraph, stages: readonly Stage[], stream: boolean): Flow {
  const flow: Flow = {
    reached: new Float64Array(nodes.length), skipped: new Float64Array(nodes.length), served: new Float64Array(nodes.length),
    failed: nodes.map(({ edges }) => new Float64Array(edges.length)),
  };
  if (entry !== null) flow.reached[entry] = 1;
  for (const [index, node] of nodes.entries()) {
    const reached = flow.reached[index] ?? 0;
    const stage = stages[node.candidate];
    if (reached > 0 && stage) passNode(flow, index, node, stage, stream);
  }
  return flow;
}

function passNode(flow: Flow, index: number, node: WalkNode, stage: Stage, stream: boolean): void {
  const reached = flow.reached[index] ?? 0;
  const skipped = node.isEntry ? reached * stage.closed : 0;
  const asked = reached - skipped;
  const inTime = shareInTime(node, stage, stream);
  flow.skipped[index] = skipped;
  flow.served[index] = asked * stage.odds.served * inTime;
  if (skipped > 0) passOn(flow, node.skipTo, skipped);
  const failed = flow.failed[index];
  if (!failed) return;
  const timer = failed.length - 1;
  for (const [way, edge] of node.edges.entries()) {
    const share = way === timer ? stage.odds.served * (1 - inTime) : (stage.odds.ways[way] ?? 0);
    if (share === 0) continue;
    failed[way] = asked * share;
    passOn(flow, edge.to, asked * share);
  }
}

function passOn(flow: Flow, to: number | null, share: number): void {
  if (to !== null) flow.reached[to] = (flow.reached[to] ?? 0) + share;
}

/** The share of good answers that come before our own timers run out. */
function shareInTime({ timers }: WalkNode, { model, slowness, writingMs }: Stage, stream: boolean): number {
  const limitMs = answerLimitMs(timers, stream) / slowness;
  if (stream) return shareUnder(model.firstTokenMs, limitMs);
  // Most answers are far from it.
  if (shareUnder(model.firstTokenMs, limitMs - (writingMs.at(-1) ?? 0)) === 1) return 1;
  return writingMs.reduce((sum, ms) => sum + shareUnder(model.firstTokenMs, limitMs - ms), 0) / Math.max(1, writingMs.length);
}
