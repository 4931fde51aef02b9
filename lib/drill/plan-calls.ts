import { createRandom } from "@/lib/sandbox/random";
import type { CallShape, Scenario } from "@/lib/sandbox/scenario";
import { minuteOfPart, rateStretches } from "./run-rate";

/** One call of a drill: when it is due, from the start on, and what it is like. */
export type PlannedCall = { atMs: number; shape: CallShape };

/** Exactly so many calls, spread over the drill as its traffic is, drawn with the scenario's seed. */
export function planCalls({ traffic, trouble, seed }: Scenario, calls: number): PlannedCall[] {
  const random = createRandom(seed);
  const [arrivals, kinds] = [random.split("drill: arrivals"), random.split("drill: shapes")];
  const stretches = rateStretches(traffic, trouble);
  const parts = Array.from({ length: calls }, (_, index) => (traffic.arrivals === "even" ? (index + 0.5) / calls : arrivals.next()));
  return parts.sort((a, b) => a - b).map((part) => ({ atMs: minuteOfPart(stretches, part) * 60_000, shape: drawShape(traffic.shapes, kinds.next()) }));
}

function drawShape(shapes: readonly CallShape[], draw: number): CallShape {
  let left = draw * shapes.reduce((sum, { weight }) => sum + weight, 0);
  for (const shape of shapes) {
    left -= shape.weight;
    if (left < 0) return shape;
  }
  const last = shapes.at(-1);
  if (!last) throw new Error("A scenario has at least one kind of call");
  return last;
}
