import type { Job } from "@/bench/load";

/** What is asked of everybody, and how long for. */
export type Scenario = {
  name: string;
  /** Of providers (bench/upstream.ts). `flaky` fails every third time, and behind it stands one that serves. */
  tiers: readonly string[];
  load: Pick<Job, "bodyBytes" | "stream" | "connections">;
  /** Chunks of one stream. */
  chunks: number;
  /** At the least; a stream is never left before its end. */
  seconds: number;
  rounds: number;
};

const CHUNKS = 200;
const BODIES = [["1kb", 1_000], ["100kb", 100_000], ["1mb", 1_000_000]] as const;
/** How often a stream's chunks come: so that one process could do it all. */
const PACE_MS = { 1: 2, 16: 5, 1000: 50 } as const;

export function listScenarios(seconds: number, rounds: number): Scenario[] {
  const whole = BODIES.flatMap(([name, bodyBytes]) =>
    [1, 16, 256].map((connections): Scenario => ({
      name: `${name} ${connections}`, tiers: ["serves"], load: { bodyBytes, stream: false, connections }, chunks: 0, seconds, rounds,
    })),
  );
  const streams = ([1, 16, 1000] as const).map((connections): Scenario => ({
    name: `streams ${connections}`,
    tiers: [`pace-${CHUNKS}x${PACE_MS[connections]}`],
    load: { bodyBytes: 1_000, stream: true, connections },
    chunks: CHUNKS,
    seconds: connections === 1000 ? 0 : seconds,
    rounds: connections === 1000 ? Math.ceil(rounds / 2) : rounds,
  }));
  const failover = [1, 16].map((connections): Scenario => ({
    name: `failover ${connections}`, tiers: ["flaky", "serves"], load: { bodyBytes: 1_000, stream: false, connections }, chunks: 0, seconds, rounds,
  }));
  return [...whole, ...streams, ...failover];
}
