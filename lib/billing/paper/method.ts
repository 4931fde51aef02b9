import type { PaperText } from "@/lib/core/paper";

/** How the figures are made, for who has to defend them. */
export const METHOD: PaperText = {
  kind: "text", title: null, isNumbered: true,
  paragraphs: [
    "Every attempt is priced from the usage that the provider reported and the dated price that was in force when the call began, in whole millionths of a millionth of a dollar. Sums are exact; only what is shown is rounded, so rounded lines may differ from a rounded total by a cent. The CSV and the JSON have every digit.",
    "Cost = served calls + failed attempts (waste) + what was spent on calls that the client aborted. It is metered by the gateway: a provider's invoice may differ, and is held against it where the month is reconciled.",
    "WARC, the weighted average routing cost, is the average price of a served call across all tiers of a profile: the share of served calls that each tier answered, times what that tier charged for a million tokens. Failed attempts are not in it.",
    "Fallback premium: WARC less what the same calls would have cost at the tier that is asked first, with the same tokens. Below zero, fallbacks were cheaper.",
    "Savings: what the same tokens would have cost at the baseline's price in force, less all attempts of the call, less what calls cost that nobody served. Only calls whose every amount is known are compared; the others are counted.",
    "A change of WARC has three parts that add up to it: which tier answered, the mix of input, cached and output tokens, and prices.",
    "An unknown amount is never taken as zero: it is in no sum, and is counted beside it.",
    "A closed month is frozen: its checksum is the SHA-256 of its data. What becomes known later is a correction in the month that is open then.",
  ],
};
