/** How a feed is read: OpenRouter's API, models.dev's, or the form of docs/prices.md. */
export const FEED_KINDS = ["openrouter", "models.dev", "url"] as const;

export type FeedKind = (typeof FEED_KINDS)[number];

export type FeedPreset = { name: string; kind: FeedKind; url: string; everyHours: number };

/** Those that everybody may read, without a key. */
export const FEED_PRESETS: readonly FeedPreset[] = [
  { name: "OpenRouter", kind: "openrouter", url: "https://openrouter.ai/api/v1", everyHours: 24 },
  { name: "models.dev", kind: "models.dev", url: "https://models.dev/api.json", everyHours: 24 },
];

/** Prices that were last read longer ago than this are old. */
const OLD_AFTER_DAYS = 3;

/** Whether a feed that is read by itself has not been for too long; one by hand is never late. */
export function isOld({ everyHours, readAt, createdAt }: { everyHours: number; readAt: Date | null; createdAt: Date }, now: Date): boolean {
  if (everyHours === 0) return false;
  const limitMs = Math.max(OLD_AFTER_DAYS * 24, 3 * everyHours) * 3_600_000;
  return now.getTime() - (readAt ?? createdAt).getTime() > limitMs;
}
