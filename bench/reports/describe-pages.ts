import { formatMarkdown, medianOf, rankOf } from "@/bench/figures";
import { formatCount } from "./describe";
import type { PageTimes } from "./page-times";

/** What a page may take of the server until all of it is there, at the median. */
const BOUND_MS = 300;
/** What its scripts may weigh at a first visit. */
const BOUND_BYTES = 300_000;
const HEAD = ["", "calls", "median ms", "p95", "CPU ms: PostgreSQL", "HTML kB", "scripts kB, gzip", ""];

export function describePages(times: readonly PageTimes[]): string {
  return ["### Pages", formatMarkdown(HEAD, times.map(formatLine))].join("\n\n");
}

function formatLine({ page, calls, ms, postgresCpuMs, htmlBytes, scriptBytes }: PageTimes): string[] {
  const isMet = medianOf(ms) < BOUND_MS && scriptBytes < BOUND_BYTES;
  return [
    page.replace(/[0-9a-f-]{36}/, "…"), formatCount(calls), medianOf(ms).toFixed(0), rankOf(ms, 0.95).toFixed(0), medianOf(postgresCpuMs).toFixed(0),
    (htmlBytes / 1_000).toFixed(0), (scriptBytes / 1_000).toFixed(0), isMet ? "met" : "missed",
  ];
}
