import type { Cause } from "@/lib/core/outcome";

/**
 * A team's month, whole: the one document from which the page, the PDF, CSV, JSON and the letter are made. It is plain
 * JSON, so that a closed month is kept, hashed and read back as it was.
 *
 * `…Usd` are exact decimal strings ("0.0000012", "-3.5"): sums of the ledger, never rounded. `…PerMillion` and `…Share`
 * are ratios, rounded half to even to twelve decimals. null is unknown or not applicable, never zero. Times are ISO 8601 in UTC.
 */
export type MonthReport = {
  format: 1;
  team: { id: string; slug: string; name: string };
  /** `2026-11` */
  month: string;
  /** In which months and days are cut. */
  zone: string;
  from: string;
  /** Exclusive. For a running month still the end of the month. */
  to: string;
  charging: "showback" | "chargeback";
  /** Up to when the ledger was read, for a running month; its end for any other. */
  readTo: string;
  total: MonthFigures;
  /**
   * Every list adds up to `total` in spend, calls, attempts and tokens, except `byTag`: a call has many tags, or none. By tier,
   * provider and model a call stands where it was served; those that nobody served stand in a line with an empty id.
   */
  byDay: (MonthLine & { day: string })[];
  byProfile: ProfileLine[];
  byTier: (MonthLine & { profile: string; tier: number | null; endpoint: string; warcPerMillion: string | null; servedShare: string | null })[];
  byProvider: MonthLine[];
  byModel: MonthLine[];
  byKey: MonthLine[];
  byMember: MonthLine[];
  byTag: { tag: string; values: TagLine[] }[];
  /** The finest grain that months are kept by: the same spend and attempts again, by profile, endpoint and key. */
  lines: FinestLine[];
  waste: { cause: Cause; provider: string; attempts: number; unknownAttempts: number; wasteUsd: string }[];
  /** The ten dearest, the dearest first. */
  dearest: { callId: string; at: string; profile: string; endpoint: string; outcome: string; attempts: number; spendUsd: string }[];
  certainty: Certainty;
  timeline: TimelineEntry[];
  corrections: CorrectionLine[];
  /** Sum of `corrections`: charged to this month beside `total`, never in it. */
  correctionsUsd: string;
  /** Of a running month alone, and where its days so far say anything. */
  forecast: Forecast | null;
};

/**
 * A name and what it spent. `id` is a slug of a profile, a provider's slug, a model, or the id of a key or user; `name` is for people.
 * `tokens` are those of served attempts of known cost.
 */
export type MonthLine = { id: string; name: string; calls: number; attempts: number; unknownAttempts: number; tokens: number; spendUsd: string };

/** Calls that were sent with a tag. Of `unknownCalls` some amount is unknown. */
export type TagLine = { value: string; calls: number; unknownCalls: number; spendUsd: string };

/** `endpoint` is `provider/model` as it was then; a key's member is its owner. */
export type FinestLine = { profile: string; endpoint: string; endpointId: string; keyId: string; memberId: string; attempts: number; unknownAttempts: number; spendUsd: string };

/** What a set of calls adds up to, as lib/core/warc and lib/core/savings define it. */
export type MonthFigures = {
  calls: number;
  served: number;
  failed: number;
  aborted: number;
  rescued: number;
  /** Served of all that the client did not abort; without rescued ones, what it would have been. */
  availabilityShare: string | null;
  availabilityWithoutFallbackShare: string | null;
  attempts: number;
  unknownAttempts: number;
  /** Attempts of known cost of all. */
  coverageShare: string | null;
  tokens: number;
  /** served + waste + aborted. */
  spendUsd: string;
  servedUsd: string;
  wasteUsd: string;
  abortedUsd: string;
  warcPerMillion: string | null;
  primaryCostPerMillion: string | null;
  /** WARC less primary cost. */
  premiumPerMillion: string | null;
  effectivePerMillion: string | null;
  savings: MonthSavings;
};

/** baseline − comparable spend − unserved spend; negative where the baseline would have been cheaper. */
export type MonthSavings = {
  comparable: number;
  notComparable: number;
  baselineUsd: string;
  comparableSpendUsd: string;
  unservedSpendUsd: string;
  savingsUsd: string | null;
  /** Of the baseline's cost. */
  savingsShare: string | null;
};

export type ProfileLine = MonthLine & {
  figures: MonthFigures;
  /** Failed attempts, and those of unknown cost, which the waste lacks; absent in months that were closed before it was kept. */
  failed?: { attempts: number; unknownAttempts: number };
  /** The endpoint it is held against; null where it has none. */
  baseline: string | null;
  /** Against the month before; null where one of the two served nothing. before + mix + tokenMix + price = after. */
  change: { before: string; after: string; mix: string; tokenMix: string; price: string } | null;
};

/** How sure the spend is. */
export type Certainty = {
  reportedUsd: string;
  estimatedUsd: string;
  unknownAttempts: number;
  /** What is known. */
  lowUsd: string;
  /**
   * With each unknown amount taken at what attempts of its endpoint cost on average where they were dearest, by profile, key and how
   * they ended; null where an endpoint has no known amount in the month.
   */
  highUsd: string | null;
};

export type TimelineEntry = { at: string; kind: "profile" | "price" | "budget" | "close"; subject: string; text: string };

export type CorrectionLine = { id: string; ofMonth: string; kind: "late" | "price"; reason: string; amountUsd: string; at: string };

/** What the whole month will have cost, at 80%. */
export type Forecast = { spendUsd: string; lowUsd: string; highUsd: string; /** Whole days it is made from. */ days: number; method: string };

/** Where a month is on its way to being closed. */
export type MonthState = "running" | "provisional" | "reconciled" | "closed";
