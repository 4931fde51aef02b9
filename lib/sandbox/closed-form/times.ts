import type { Timing } from "../result";
import { meanOf, quantileOf, shareUnder, type Spread } from "../spread";
import type { EndpointModel, FailureKind } from "../scenario";
import { addAtoms, atomsOf, scaleAtoms, thinAtoms, type Atoms } from "./atoms";
import { answerLimitMs, failTime } from "./fail-time";
import type { WalkGraph } from "./walk-graph";

/** How many calls of a group, weighed, came by each node of its walk and what became of them there: sums of flows. */
export type Passage = { graph: WalkGraph; stream: boolean; reached: Float64Array; skipped: Float64Array; served: Float64Array; failed: readonly Float64Array[] };

/** Of a candidate of a group. */
export type Speaker = { model: EndpointModel; slowness: number; writingMs: readonly number[]; meanWritingMs: number; ways: readonly FailureKind[] };

/** Answers that were begun after these times, each taking so much longer: first tokens, or whole answers. */
export type Part = {
  weight: number;
  after: Atoms;
  spread: Spread;
  slowness: number;
  /** What one of our timers cuts off is not served. */
  within: { ms: number; share: number };
  meanMs: number;
};

const ONE: Atoms = [{ ms: 0, weight: 1 }];

/**
 * The first tokens and the whole answers of a group's served calls. The time that was lost before is followed through the
 * walk in a few points, more where more calls come by. What came before an attempt is taken to be the same whichever
 * domains were down.
 */
export function listParts(passage: Passage, speakers: readonly Speaker[]): { first: Part[]; whole: Part[] } {
  const { graph } = passage;
  const waiting = graph.nodes.map((): Atoms[] => []);
  if (graph.entry !== null) waiting[graph.entry]?.push(ONE);
  /** By candidate: what its served calls had lost before, and by which of our timers its first tokens were bounded. */
  const served = speakers.map((): { weight: number; after: Atoms[]; withinMs: number } => ({ weight: 0, after: [], withinMs: 0 }));
  for (const [index, node] of graph.nodes.entries()) {
    const reached = passage.reached[index] ?? 0;
    const speaker = speakers[node.candidate];
    const own = served[node.candidate];
    if (reached === 0 || !speaker || !own) continue;
    const points = pointsFor(reached);
    const here = normalise(thinAtoms(waiting[index]?.flat() ?? [], points));
    for (const [to, atoms] of nextTimes(passage, index, speaker)) waiting[to]?.push(addAtoms(here, thinAtoms(atoms, Math.ceil(points / 2))));
    const weight = passage.served[index] ?? 0;
    if (weight === 0) continue;
    own.weight += weight;
    own.after.push(scaleAtoms(here, weight));
    own.withinMs = Math.max(own.withinMs, answerLimitMs(node.timers, passage.stream));
  }
  const parts = served.flatMap(({ weight, after, withinMs }, candidate) => {
    const speaker = speakers[candidate];
    return weight === 0 || !speaker ? [] : partsOf(speaker, { weight, after: normalise(thinAtoms(after.flat(), pointsFor(weight))), withinMs, stream: passage.stream });
  });
  return { first: parts.flatMap(({ first }) => first), whole: parts.flatMap(({ whole }) => whole) };
}

type Spoken = { weight: number; after: Atoms; withinMs: number; stream: boolean };

function partsOf(speaker: Speaker, spoken: Spoken): { first: Part[]; whole: Part[] } {
  const { model: { firstTokenMs: spread }, slowness, writingMs, meanWritingMs } = speaker;
  const { weight, after, withinMs, stream } = spoken;
  const writing = writingMs.map((each) => ({ ms: each * slowness, weight: 1 / writingMs.length }));
  if (!stream && shareUnder(spread, (withinMs - (writing.at(-1)?.ms ?? 0)) / slowness) < 1 - 1e-6) {
    const cut = cutByLength(speaker, spoken, thinAtoms(writing, LENGTHS_WHERE_CUT));
    return { first: cut, whole: cut };
  }
  const ms = stream ? withinMs / slowness : Infinity;
  const within = { ms, share: shareUnder(spread, ms) };
  const elapsed = meanAtoms(after) + slowness * meanWithin(spread, within.share);
  const points = Math.min(writing.length, 2 * pointsFor(weight));
  const ended = thinAtoms(addAtoms(after, thinAtoms(writing, after.length === 1 ? points : pointsFor(weight))), points);
  const whole: Part = { weight, spread, within, slowness, after: ended, meanMs: elapsed + slowness * meanWritingMs };
  return { whole: [whole], first: stream ? [{ ...whole, after, meanMs: elapsed }] : [whole] };
}

const LENGTHS_WHERE_CUT = 16;

/** Where our timers cut off whole answers that are late: the longer one is, the less time is left for its first token. */
function cutByLength({ model: { firstTokenMs: spread }, slowness }: Speaker, { weight, after, withinMs }: Spoken, writing: Atoms): Part[] {
  const cut = writing.map((atom) => {
    const ms = (withinMs - atom.ms) / slowness;
    return { atom, within: { ms, share: shareUnder(spread, ms) } };
  }).filter(({ within }) => within.share > 0);
  const inTime = cut.reduce((sum, { atom, within }) => sum + atom.weight * within.share, 0);
  return cut.map(({ atom, within }) => ({
    weight: (weight * atom.weight * within.share) / inTime, spread, within, slowness, after: addAtoms(after, [{ ms: atom.ms, weight: 1 }]),
    meanMs: meanAtoms(after) + atom.ms + slowness * meanWithin(spread, within.share),
  }));
}

/** Where calls go from a node, each with the time that passes meanwhile, weighed by how many go. */
function nextTimes({ graph, stream, skipped, failed }: Passage, index: number, { ways, slowness }: Speaker): Map<number, Atoms> {
  const node = graph.nodes[index];
  const times = new Map<number, Atoms>();
  if (!node) return times;
  const add = (to: number | null, atoms: Atoms) => {
    if (to !== null) times.set(to, [...(times.get(to) ?? []), ...atoms]);
  };
  const limitMs = answerLimitMs(node.timers, stream);
  const left = skipped[index] ?? 0;
  if (left > 0) add(node.skipTo, scaleAtoms(ONE, left));
  for (const [way, edge] of node.edges.entries()) {
    const share = failed[index]?.[way] ?? 0;
    const kind = ways[way];
    if (share === 0 || edge.to === null || !kind) continue;
    const pauses = edge.pausesMs.length === 0 ? ONE : edge.pausesMs.map((ms) => ({ ms, weight: 1 / edge.pausesMs.length }));
    const lost = failTime(kind, node.timers, stream);
    const took = lost === kind.afterMs ? atomsOf(lost, 8).map(({ ms, weight }) => ({ ms: Math.min(ms * slowness, limitMs), weight })) : atomsOf(lost, 1);
    add(edge.to, scaleAtoms(addAtoms(took, pauses), share));
  }
  return times;
}

function pointsFor(share: number): number {
  if (share > 0.02) return 24;
  if (share > 1e-3) return 8;
  return share > 1e-5 ? 3 : 1;
}

function normalise(atoms: Atoms): Atoms {
  const whole = atoms.reduce((sum, { weight }) => sum + weight, 0);
  return whole === 0 ? ONE : scaleAtoms(atoms, 1 / whole);
}

function meanAtoms(atoms: Atoms): number {
  return atoms.reduce((sum, { ms, weight }) => sum + ms * weight, 0);
}

/** The mean and two quantiles of the mixture, to a ten-thousandth of themselves; null when nothing was served. */
export function timingOf(parts: readonly Part[]): Timing | null {
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0);
  if (whole === 0) return null;
  return {
    meanMs: parts.reduce((sum, { weight, meanMs }) => sum + weight * meanMs, 0) / whole,
    p50Ms: findQuantile(parts, 0.5 * whole),
    p95Ms: findQuantile(parts, 0.95 * whole),
  };
}

const CLOSE = 1e-4;

/** By halves, and by the straight line between both ends where that is quicker. */
export function findQuantile(parts: readonly Part[], under: number): number {
  let [low, high] = [0, 1_000];
  let [lowShare, highShare] = [0, shareOfParts(parts, high)];
  while (highShare < under && high < 1e12) {
    [low, lowShare, high] = [high, highShare, high * 4];
    highShare = shareOfParts(parts, high);
  }
  for (let turn = 0; turn < 60 && high - low > CLOSE * high; turn += 1) {
    const straight = low + ((high - low) * (under - lowShare)) / (highShare - lowShare);
    const margin = (high - low) * 0.02;
    const middle = turn % 3 === 2 ? (low + high) / 2 : Math.min(high - margin, Math.max(low + margin, straight));
    const share = shareOfParts(parts, middle);
    if (share < under) [low, lowShare] = [middle, share];
    else [high, highShare] = [middle, share];
  }
  return high;
}

function shareOfParts(parts: readonly Part[], ms: number): number {
  let sum = 0;
  for (const { weight, after, spread, slowness, within } of parts) {
    for (const atom of after) {
      if (atom.ms > ms) continue;
      const took = (ms - atom.ms) / slowness;
      sum += weight * atom.weight * (took >= within.ms ? 1 : shareUnder(spread, took) / within.share);
    }
  }
  return sum;
}

/** The mean of those that stay under a share of all. */
function meanWithin(spread: Spread, share: number): number {
  if (share > 1 - 1e-9) return meanOf(spread);
  return Array.from({ length: 64 }, (_, index) => quantileOf(spread, (share * (index + 0.5)) / 64) / 64).reduce((sum, ms) => sum + ms, 0);
}
