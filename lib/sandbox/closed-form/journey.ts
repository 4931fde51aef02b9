import type { Passing } from "./machine";
import { listParts, type Part, type Passage, type Speaker } from "./times";

/** Sums the ways that calls take, group by group, so that their times are followed once. */
export class Journey {
  private readonly passages = new Map<string, { passage: Passage; speakers: Speaker[] }>();
  private readonly graphs = new Map<Passing["graph"], number>();

  add({ graph, group, flow, stages, means, ways }: Passing, weight: number): void {
    const graphNumber = this.graphs.get(graph) ?? this.graphs.size;
    this.graphs.set(graph, graphNumber);
    const key = [graphNumber, ...stages.map(({ slowness }) => slowness)].join();
    const known = this.passages.get(key);
    if (known) {
      addScaled(known.passage.reached, flow.reached, weight);
      addScaled(known.passage.skipped, flow.skipped, weight);
      addScaled(known.passage.served, flow.served, weight);
      for (const [index, failed] of known.passage.failed.entries()) addScaled(failed, flow.failed[index], weight);
      return;
    }
    const passage: Passage = {
      graph, stream: group.stream, reached: scaled(flow.reached, weight), skipped: scaled(flow.skipped, weight), served: scaled(flow.served, weight),
      failed: flow.failed.map((failed) => scaled(failed, weight)),
    };
    const speakers = stages.map(({ model, slowness, writingMs }, candidate): Speaker => ({
      model, slowness, writingMs, meanWritingMs: (means.outputTokens / model.tokensPerSecond) * 1_000, ways: ways[group.order[candidate] ?? -1]?.all ?? [],
    }));
    this.passages.set(key, { passage, speakers });
  }

  /** First tokens and whole answers of all served calls. */
  listParts(): { first: Part[]; whole: Part[] } {
    const lists = [...this.passages.values()].map(({ passage, speakers }) => listParts(passage, speakers));
    return { first: lists.flatMap(({ first }) => first), whole: lists.flatMap(({ whole }) => whole) };
  }
}

function scaled(values: Float64Array, weight: number): Float64Array {
  return values.map((value) => value * weight);
}

function addScaled(sums: Float64Array, values: Float64Array | undefined, weight: number): void {
  for (let index = 0; index < sums.length; index += 1) sums[index] = (sums[index] ?? 0) + weight * (values?.[index] ?? 0);
}
