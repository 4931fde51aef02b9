import type { Peppers } from "@/lib/accounts/api-key";
import type { Member } from "@/lib/accounts/member";
import type { Db } from "@/lib/db";
import { startPracticeServer, type PracticeServer } from "@/lib/practice/server";
import type { Scenario } from "@/lib/sandbox/scenario";
import { drive } from "@/lib/scenarios/drive";
import { type DrillAttempt, type DrillEvent, MAX_DRILL_CALLS, MIN_DRILL_CALLS } from "@/lib/wire/drill";
import { type Compressed, compressScenario } from "./compress-scenario";
import { compareBooks } from "./drill-books";
import { DrillError } from "./drill-error";
import { DrillTally } from "./drill-tally";
import { closeDrillTeam, createDrillTeam } from "./drill-team";
import { GatewayClient, pause } from "./gateway-client";
import { planCalls, type PlannedCall } from "./plan-calls";
import { type DrillScript, planScript } from "./practice-script";
import { requireThisMachine } from "./this-machine";
import { judgeDrill, predictDrill } from "./predict-drill";

/** Under way at once: more wait, and then the drill is behind its schedule. */
const MOST_AT_ONCE = 64;
/** Beyond its own length, for what is slow: answers that time out, a busy machine. */
const GRACE_MS = 120_000;

export type DrillRequest = {
  scenario: Scenario;
  calls: number;
  /** In place of the usual pace; for tests. */
  callsPerSecond?: number;
};

export type DrillHouse = { db: Db; peppers: Peppers; /** Where applications reach the gateway. */ gatewayUrl: string };

/**
 * Sends the calls of a scenario through the real gateway, against practice providers that follow its script, and
 * compares what came of them with what a simulation predicts. Leaves the records, and nothing else.
 * @param tell told of everything as it happens
 * @param signal gives the drill up
 * @throws DrillError, NotAllowedError, and what `signal` was aborted with
 */
export async function runDrill(house: DrillHouse, member: Member, request: DrillRequest, tell: (event: DrillEvent) => void, signal: AbortSignal): Promise<void> {
  const { calls } = request;
  if (!Number.isInteger(calls) || calls < MIN_DRILL_CALLS || calls > MAX_DRILL_CALLS) throw new DrillError(`A drill has from ${MIN_DRILL_CALLS} to ${MAX_DRILL_CALLS} calls`);
  await requireThisMachine(house.gatewayUrl);
  const now = new Date();
  const compressed = compressScenario(request.scenario, { ...request, nowMs: now.getTime() });
  const script = planScript(compressed.scenario);
  const practice = await startPracticeServer({ script: script.script });
  try {
    const limitMs = Math.ceil(compressed.seconds * 1_000) + GRACE_MS;
    const endsAt = new Date(now.getTime() + limitMs);
    const team = await createDrillTeam(house.db, house.peppers, member, { scenario: compressed.scenario, calls, practiceUrl: practice.url, now, endsAt });
    try {
      const ended = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
      await new Drill(house, request, compressed, { practice, script, team, now, tell, signal: ended }).run();
    } finally {
      await closeDrillTeam(house.db, team.teamId);
    }
  } finally {
    await practice.close();
  }
}

type Parts = {
  practice: PracticeServer;
  script: DrillScript;
  team: { teamId: string; apiKey: string };
  now: Date;
  tell: (event: DrillEvent) => void;
  signal: AbortSignal;
};

class Drill {
  private readonly tally: DrillTally;
  private readonly client: GatewayClient;
  private readonly slug: string;
  private readonly underWay = new Set<Promise<void>>();
  private failure: unknown = null;

  constructor(
    private readonly house: DrillHouse,
    private readonly request: DrillRequest,
    private readonly compressed: Compressed,
    private readonly parts: Parts,
  ) {
    const { profile } = compressed.scenario;
    this.slug = profile.slug;
    this.tally = new DrillTally(profile.tiers.map(({ endpoint }) => endpoint.name));
    this.client = new GatewayClient(house.gatewayUrl, parts.team.apiKey, parts.signal);
  }

  async run(): Promise<void> {
    const { compressed, parts: { tell, team, now, signal } } = this;
    const { calls } = this.request;
    const tiers = compressed.scenario.profile.tiers.map(({ endpoint }, index) => ({ tier: index + 1, endpoint: endpoint.name }));
    tell({ type: "started", drillId: team.teamId, calls, seconds: compressed.seconds, speed: compressed.haste.rate, leftOut: compressed.leftOut, tiers });
    const predictions = await drive(predictDrill(compressed.scenario), signal);
    tell({ type: "predicted", predictions });
    await this.client.untilKnown(this.slug);
    await this.send(planCalls(compressed.scenario, calls));
    const books = await compareBooks(this.house.db, team.teamId, now, this.tally, signal);
    const { calls: sent, served } = this.tally;
    tell({ type: "ended", result: { calls: sent, served, figures: judgeDrill(predictions, this.tally.figures()), books } });
  }

  /** Each call when it is due, and each change of the providers likewise. */
  private async send(calls: readonly PlannedCall[]): Promise<void> {
    const startedAt = performance.now();
    const changes = this.parts.script.changes.map(({ atMs, key, patch }) => setTimeout(() => { this.parts.practice.setScript(key, patch); }, atMs));
    try {
      for (const [index, { atMs, shape }] of calls.entries()) {
        const early = startedAt + atMs - performance.now();
        if (early > 1) await pause(early, this.parts.signal);
        if (this.underWay.size >= MOST_AT_ONCE) await Promise.race(this.underWay);
        if (this.failure !== null) break;
        this.start(index + 1, shape);
      }
    } finally {
      await Promise.all(this.underWay);
      for (const change of changes) clearTimeout(change);
    }
    if (this.failure !== null) throw this.failure;
  }

  private start(number: number, shape: PlannedCall["shape"]): void {
    const call = this.call(number, shape).catch((error: unknown) => {
      this.failure ??= error;
    }).finally(() => this.underWay.delete(call));
    this.underWay.add(call);
  }

  private async call(number: number, shape: PlannedCall["shape"]): Promise<void> {
    const answered = await this.client.call(this.slug, shape);
    const { id, served, httpStatus, totalMs } = answered;
    const isPlain = served?.attempts === 1;
    const record = isPlain || id === null ? null : await this.client.findRecord(id);
    this.tally.add(answered, record);
    const attempts = record?.attempts ?? (isPlain ? [this.servedAt(served.tier)] : []);
    const usd = record ? record.usd : (served?.usd?.served ?? null);
    this.parts.tell({ type: "call", call: { number, id, tier: served?.tier ?? null, httpStatus, attempts, usd, totalMs: Math.round(totalMs) } });
  }

  private servedAt(tier: number): DrillAttempt {
    const endpoint = this.compressed.scenario.profile.tiers[tier - 1]?.endpoint.name ?? "";
    return { tier, endpoint, outcome: "served", cause: null };
  }
}
