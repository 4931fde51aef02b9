import { formatHistogram, logBucket } from "@/lib/core/log-bucket";
import { dayOf } from "./day-sums";
import type { NewCall, RollupRow } from "./sum-calls";

export const LATENCY_ROLLUP = {
  table: "latency_rollups",
  key: {
    team_id: "uuid", unit: "text", bucket: "timestamptz", profile_version_id: "uuid", served_tier: "integer", served_endpoint: "text",
    api_key_id: "uuid", outcome: "text",
  },
  sums: ["calls", "first_tokens", "first_token_ms", "total_ms"],
} as const;

type Key = Record<keyof typeof LATENCY_ROLLUP.key, string | number>;
type Counts = Map<number, bigint>;
type Group = { key: Key; calls: bigint; firstTokens: bigint; firstTokenMs: Counts; totalMs: Counts };

/** What new calls add to the histograms of how long their clients waited, by quarter-hour and by UTC day. */
export function sumLatencies(calls: readonly NewCall[]): RollupRow[] {
  const quarters = new Map<string, Group>();
  for (const { call, bucket } of calls) {
    const group = groupOf(quarters, {
      team_id: call.teamId, unit: "quarter", bucket, profile_version_id: call.profileVersionId, served_tier: call.servedTier ?? 0,
      served_endpoint: call.servedEndpoint ?? "", api_key_id: call.apiKeyId, outcome: call.outcome,
    });
    group.calls += 1n;
    count(group.totalMs, logBucket(call.totalMs), 1n);
    if (call.firstTokenMs === null) continue;
    group.firstTokens += 1n;
    count(group.firstTokenMs, logBucket(call.firstTokenMs), 1n);
  }
  const days = new Map<string, Group>();
  for (const group of quarters.values()) {
    merge(groupOf(days, { ...group.key, unit: "day", bucket: dayOf(String(group.key.bucket)) }), group);
  }
  return [...quarters.values(), ...days.values()].map(toRow);
}

function groupOf(groups: Map<string, Group>, key: Key): Group {
  const name = Object.values(key).join("\0");
  let group = groups.get(name);
  if (!group) {
    group = { key, calls: 0n, firstTokens: 0n, firstTokenMs: new Map(), totalMs: new Map() };
    groups.set(name, group);
  }
  return group;
}

function merge(into: Group, group: Group): void {
  into.calls += group.calls;
  into.firstTokens += group.firstTokens;
  for (const [bucket, added] of group.firstTokenMs) count(into.firstTokenMs, bucket, added);
  for (const [bucket, added] of group.totalMs) count(into.totalMs, bucket, added);
}

function count(counts: Counts, bucket: number, added: bigint): void {
  counts.set(bucket, (counts.get(bucket) ?? 0n) + added);
}

function toRow({ key, calls, firstTokens, firstTokenMs, totalMs }: Group): RollupRow {
  const values = {
    calls, first_tokens: firstTokens, first_token_ms: formatHistogram(firstTokenMs), total_ms: formatHistogram(totalMs),
  } satisfies Record<(typeof LATENCY_ROLLUP.sums)[number], bigint | string>;
  return { key, values };
}
