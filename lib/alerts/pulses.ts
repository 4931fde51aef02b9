import { z } from "zod";
import type { Db } from "@/lib/db";

/** As lib/gateway/pulse.ts writes it. */
export type Pulse = {
  id: string;
  at: Date;
  waitingCalls: number;
  oldestWaitingMs: number;
  openBreakers: { teamId: string; endpointId: string; endpoint: string; since: string }[];
};

const breakers = z.array(z.object({ teamId: z.string(), endpointId: z.string(), endpoint: z.string(), since: z.iso.datetime() }));

/** What every gateway process last said of itself. */
export async function listPulses(db: Db): Promise<Pulse[]> {
  const rows = await db.gatewayPulse.findMany({ orderBy: { id: "asc" } });
  return rows.map((row) => ({ ...row, openBreakers: breakers.catch([]).parse(row.openBreakers) }));
}

/** A process that has said nothing for so long is not there, or does not reach the database. */
const SILENT_MS = 60_000;

export function isFresh({ at }: Pick<Pulse, "at">, now: Date): boolean {
  return now.getTime() - at.getTime() <= SILENT_MS;
}
