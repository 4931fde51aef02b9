import type { z } from "zod";
import type { SourceClasses, SourcePrice } from "@/lib/catalog/known/read-price";
import { FeedError } from "./feed-error";

/** What a feed says of one model at one provider, before anybody believes it. */
export type FeedPrice = {
  provider: {
    /** In any of the feed's spellings: `fireworks-ai`, `Fireworks`. */
    names: readonly string[];
    /** Where its API is; null where the feed does not say. */
    baseUrl: string | null;
  };
  /** The provider's own name of the model, or the one that everybody knows it by. */
  model: string;
  /** null where the feed does not say. */
  quantization: string | null;
  said: SourcePrice;
};

/** What a feed holds. `unread` are entries in a form that is not known. */
export type FeedContent = { prices: FeedPrice[]; unread: number };

const MAX_ENTRIES = 50_000;

/**
 * Reads entry by entry, so that one in a new form does not take all with it; a feed most of which cannot be read has
 * changed, and nothing of it is believed. @throws FeedError
 */
export function collect<T>(entries: readonly T[], read: (entry: T) => FeedPrice | null | "unread"): FeedContent {
  if (entries.length > MAX_ENTRIES) throw new FeedError(`it has more than ${MAX_ENTRIES} entries`);
  const found = entries.map(read);
  const [prices, unread] = [found.filter((each) => each !== null && each !== "unread"), found.filter((each) => each === "unread").length];
  if (unread > prices.length) throw new FeedError(`${unread} of its ${entries.length} entries could not be read: it may have changed its form`);
  if (prices.length === 0) throw new FeedError("it has no price in it");
  return { prices, unread };
}

/** A body of the form that is expected. @throws FeedError */
export function expectForm<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new FeedError(`its answer has not the form that is expected${issue && issue.path.length > 0 ? ` (at ${issue.path.join(".").slice(0, 80)})` : ""}`);
}

/** A decimal text such as `0.0000001`, in a unit of its million: shifted as text, since a product would be noise. */
export function perMillion(text: string): number {
  const [mantissa = "", exponent = "0"] = text.trim().toLowerCase().split("e");
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(mantissa) && /^[+-]?\d{1,3}$/.test(exponent) ? Number(`${mantissa}e${Number(exponent) + 6}`) : NaN;
}

export function definedClasses(classes: { [Name in keyof SourceClasses]: number | undefined }): SourceClasses {
  return Object.fromEntries(Object.entries(classes).filter(([, amount]) => amount !== undefined));
}
