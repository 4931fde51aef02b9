import { z } from "zod";

/** What a feed had when it was last read whole, and what became of it: as it is stored with the feed. */
const readingSchema = z.object({
  /** Prices in the feed, and entries in a form that is not known. */
  prices: z.int(),
  unread: z.int(),
  /** Endpoints of the team's that it knows. */
  matched: z.int(),
  /** Names of those of which it says several things. */
  ambiguous: z.array(z.string()),
  /** Prices in words; null where none was known. */
  changes: z.array(z.object({ endpoint: z.string(), endpointId: z.string(), before: z.string().nullable(), after: z.string() })),
  proposed: z.int(),
  /** What it said of each endpoint, by its id: the feed's change is what changes a price, not a person's. */
  said: z.record(z.string(), z.string()),
  /** When it last said of an endpoint what is its list price already, by the endpoint's id. */
  confirmed: z.record(z.string(), z.iso.datetime()).default({}),
});

export type Reading = z.infer<typeof readingSchema>;

/** null for what was never read. */
export function parseReading(stored: unknown): Reading | null {
  return readingSchema.safeParse(stored).data ?? null;
}
