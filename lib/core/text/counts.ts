const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** "48,210" */
export function formatCount(count: number | bigint): string {
  return WHOLE.format(count);
}

/** "1 call", "5 calls" */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** "840 ms", "2.41 s", "1 min 5 s" */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1_000)} s`;
}
