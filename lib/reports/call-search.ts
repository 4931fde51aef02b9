import { isUuidv7 } from "@/lib/core/uuidv7";
import type { Db } from "@/lib/db";

/** What a search found: one call, or the endpoints whose names contain the text. */
export type Found = { callId: string } | { endpoints: string[] };

/** Looks for a call by its id, which is also the id of its request, or for endpoints by a part of their names. */
export async function searchCalls(db: Db, teamId: string, text: string, endpoints: readonly string[]): Promise<Found> {
  const wanted = text.trim().toLowerCase();
  if (isUuidv7(wanted)) {
    const call = await db.call.findUnique({ where: { teamId_id: { teamId, id: wanted } }, select: { id: true } });
    if (call) return { callId: call.id };
  }
  const exact = endpoints.filter((name) => name.toLowerCase() === wanted);
  if (wanted === "" || exact.length > 0) return { endpoints: exact };
  return { endpoints: endpoints.filter((name) => name.toLowerCase().includes(wanted)) };
}
