import type { Db } from "@/lib/db";
import type { Confirmation } from "@/lib/reports/price-board";
import { parseReading } from "./reading";

/** Which list prices of a team a feed has said again, and when last, by the endpoint's id. */
export async function listConfirmations(db: Db, teamId: string): Promise<Map<string, Confirmation>> {
  const feeds = await db.priceFeed.findMany({ where: { teamId, readAt: { not: null } }, select: { name: true, lastReading: true }, orderBy: { name: "asc" } });
  const confirmed = new Map<string, Confirmation>();
  for (const { name, lastReading } of feeds) {
    for (const [endpointId, text] of Object.entries(parseReading(lastReading)?.confirmed ?? {})) {
      const at = new Date(text);
      const known = confirmed.get(endpointId);
      if (known === undefined || known.at < at) confirmed.set(endpointId, { at, feed: name });
    }
  }
  return confirmed;
}
