import type { Db } from "@/lib/db";

/** How far a team's ledger is: another count means that something was added. */
export type Pulse = { /** Calls of this UTC day and the one before. */ calls: number; /** The latest call's id. */ newest: string | null };

const DAY_MS = 24 * 3_600_000;

/** The pulse of each team, in one query that costs the same however many calls there are. */
export async function readPulses(db: Db, teamIds: readonly string[], now: Date): Promise<Map<string, Pulse>> {
  const since = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS - DAY_MS);
  const rows = await db.$queryRaw<{ teamId: string; calls: number; newest: string | null }[]>`
    SELECT team.id::text AS "teamId",
      (SELECT coalesce(sum(s.calls), 0)::float8 FROM outcome_sums s
        WHERE s.team_id = team.id AND s.unit = 'day' AND s.bucket >= ${since}) AS calls,
      (SELECT c.id::text FROM calls c WHERE c.team_id = team.id ORDER BY c.id DESC LIMIT 1) AS newest
    FROM unnest(${teamIds}::uuid[]) AS team (id)`;
  return new Map(rows.map(({ teamId, ...pulse }) => [teamId, pulse]));
}

type Watcher = (pulse: Pulse) => void;

/** Asks for all teams that somebody watches at once, and tells each watcher when its team's pulse is another one. */
export class PulseWatch {
  readonly #watchers = new Map<string, Set<Watcher>>();
  readonly #known = new Map<string, Pulse>();
  #timer: NodeJS.Timeout | null = null;

  /** @param read the pulses of these teams */
  constructor(
    private readonly read: (teamIds: readonly string[]) => Promise<ReadonlyMap<string, Pulse>>,
    private readonly everyMs = 1_000,
  ) {}

  /** Tells the pulse as it is, and every other one from then on. @returns what ends it */
  watch(teamId: string, watcher: Watcher): () => void {
    const watchers = this.#watchers.get(teamId) ?? new Set();
    this.#watchers.set(teamId, watchers.add(watcher));
    const known = this.#known.get(teamId);
    if (known) watcher(known);
    this.#schedule();
    return () => {
      watchers.delete(watcher);
      if (watchers.size > 0 || this.#watchers.get(teamId) !== watchers) return;
      this.#watchers.delete(teamId);
      this.#known.delete(teamId);
    };
  }

  #schedule(): void {
    if (this.#timer || this.#watchers.size === 0) return;
    this.#timer = setTimeout(() => void this.#ask(), this.everyMs);
  }

  async #ask(): Promise<void> {
    // While the database is away watchers see nothing new, which is so; the next reading tells them.
    const pulses = await this.read([...this.#watchers.keys()]).catch(() => new Map<string, Pulse>());
    for (const [teamId, pulse] of pulses) this.#tell(teamId, pulse);
    this.#timer = null;
    this.#schedule();
  }

  #tell(teamId: string, pulse: Pulse): void {
    const watchers = this.#watchers.get(teamId);
    const known = this.#known.get(teamId);
    if (!watchers || (known?.calls === pulse.calls && known.newest === pulse.newest)) return;
    this.#known.set(teamId, pulse);
    for (const watcher of watchers) watcher(pulse);
  }
}
