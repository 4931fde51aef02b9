import type { Db } from "@/lib/db";
import { getEnv, publicUrl } from "@/lib/env";
import { judgeTeam } from "./judge-team";
import type { Kind } from "./kind";

const MINUTE_MS = 60_000;

async function judgeAll(db: Db, now: Date, signal: AbortSignal, pace: Kind["pace"]): Promise<void> {
  const teams = await db.team.findMany({ where: { drillOf: null }, select: { id: true, slug: true }, orderBy: { id: "asc" } });
  const problems: string[] = [];
  for (const { id, slug } of teams) {
    if (signal.aborted) return;
    await judgeTeam({ db, teamId: id, now, link: (path) => publicUrl(getEnv(), path) }, pace).catch((error: unknown) => {
      problems.push(`${slug}: ${error instanceof Error ? error.message : String(error)}`);
    });
  }
  if (problems.length > 0) throw new Error(problems.join("; "));
}

export const judgeAlerts = {
  name: "judge alerts",
  everyMs: MINUTE_MS,
  run: (db: Db, now: Date, signal: AbortSignal) => judgeAll(db, now, signal, "now"),
};

export const judgeUnusual = {
  name: "judge alerts on what is unusual",
  everyMs: 5 * MINUTE_MS,
  run: (db: Db, now: Date, signal: AbortSignal) => judgeAll(db, now, signal, "usual"),
};
