import type { Range } from "@/lib/core/period";
import { formatTime } from "./times";

type ScopeLine = { profile: string | null; version?: number | null | undefined; range: Range; zone: string; now: Date };

/** "extract v3, 15 Nov, 14:00 to 22 Nov, 14:15 UTC, read at 14:05:30" */
export function describeScope({ profile, version, range, zone, now }: ScopeLine): string {
  const name = profile === null ? "All profiles" : version ? `${profile} v${version}` : profile;
  const from = formatTime(range.from, "minute", zone);
  const to = formatTime(range.to, "minute", zone);
  return `${name}, ${from} to ${to} ${zone}. Read at ${formatTime(now, "clock", zone)}.`;
}
