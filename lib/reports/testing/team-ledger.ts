import { createTeam } from "@/lib/accounts/teams";
import type { Cause } from "@/lib/core/outcome";
import { AD_HOC, NIL_ID } from "@/lib/core/profile";
import { type Price, priceUsage } from "@/lib/core/price";
import type { Usage } from "@/lib/core/usage";
import { uuidv7 } from "@/lib/core/uuidv7";
import type { Db } from "@/lib/db";
import { createRandom, pick } from "@/lib/ledger/journal/testing/random";
import type { AttemptRecord, CallRecord } from "@/lib/ledger/record";
import { createCallWriter } from "@/lib/ledger/write-calls";

/** The first day is the one before clocks go back in Berlin; New York's do a week later, in the middle. */
export const LEDGER_RANGE = { from: new Date("2026-10-24T00:00:00Z"), to: new Date("2026-11-14T00:00:00Z") };
/** When prices change: of one endpoint a dearer one, of another a first one. */
export const PRICE_CHANGE = new Date("2026-11-03T07:45:00Z");

type Dated = { id: string; validFrom: Date; price: Price };
type Endpoint = { id: string; name: string; provider: string; prices: Dated[] };
type Version = { id: string; slug: string; tiers: Endpoint[]; baseline: Endpoint };

/** A team with two profiles, one of them with two versions, and calls of every kind, always the same ones. */
export type TeamLedger = {
  teamId: string;
  endpoints: Endpoint[];
  versions: Version[];
  keyIds: string[];
};

const MILLION = 1_000_000n;
const CAUSES: readonly Cause[] = ["rate_limited", "overloaded", "server_error", "timeout_first_token", "stream_cut", "network"];
/** What was cut or given up half-way was worked on: its provider bills it, or nobody knows. */
const BILLED: ReadonlySet<Cause> = new Set(["stream_cut", "timeout_first_token"]);

/** @param seed the same one makes the same calls */
export async function writeTeamLedger(db: Db, slug: string, count: number, seed = 1): Promise<TeamLedger> {
  const draw = createDraw(seed);
  const { id: teamId } = await createTeam(db, { slug, name: slug });
  const add = (provider: string, prices: [Date, Price][]) => addEndpoint(db, teamId, provider, prices, draw);
  const first = new Date(0);
  const swift = await add("swift", [[first, { base: { input: MILLION, output: 2n * MILLION, cachedInput: 250_000n }, steps: [] }], [PRICE_CHANGE, { base: { input: 1_250_000n, output: 2n * MILLION, cachedInput: 250_000n }, steps: [] }]]);
  const steady = await add("steady", [[first, { base: { input: 3n * MILLION, output: 15n * MILLION, perRequest: 7_000_000n }, steps: [{ aboveInputTokens: 4_000, prices: { input: 6n * MILLION } }] }]]);
  const young = await add("young", [[PRICE_CHANGE, { base: { input: 123_457n, output: 765_433n, reasoning: 999_983n }, steps: [] }]]);
  const versions = [
    await addVersion(db, teamId, { slug: "chat", version: 1, tiers: [swift, steady], baseline: steady }, draw),
    await addVersion(db, teamId, { slug: "chat", version: 2, tiers: [swift, young, steady], baseline: steady }, draw),
    await addVersion(db, teamId, { slug: "batch", version: 1, tiers: [young, swift], baseline: swift }, draw),
  ];
  const keyIds = [draw.id(1), draw.id(2)];
  const ledger: TeamLedger = { teamId, endpoints: [swift, steady, young], versions, keyIds };
  const span = LEDGER_RANGE.to.getTime() - LEDGER_RANGE.from.getTime();
  const write = createCallWriter(db);
  for (let at = 0; at < count; at += 2_000) {
    const calls = Array.from({ length: Math.min(2_000, count - at) }, () =>
      createCall(ledger, LEDGER_RANGE.from.getTime() + Math.floor(draw.next() * span), draw));
    await write(calls);
  }
  return ledger;
}

type Draw = ReturnType<typeof createDraw>;

function createDraw(seed: number) {
  const next = createRandom(seed);
  const whole = (below: number) => pick(next, below);
  return {
    next,
    whole,
    one: <T>(items: readonly T[]): T => items[whole(items.length)] as T,
    id: (atMs: number) => uuidv7(atMs, Uint8Array.from({ length: 10 }, () => whole(256))),
  };
}

async function addEndpoint(db: Db, teamId: string, provider: string, dated: [Date, Price][], draw: Draw): Promise<Endpoint> {
  const [providerId, id] = [draw.id(1), draw.id(2)];
  await db.provider.create({ data: { teamId, id: providerId, slug: provider, name: provider, dialect: "openai", baseUrl: "http://127.0.0.1:1" } });
  await db.endpoint.create({ data: { teamId, id, providerId, model: "m", upstreamModel: "m" } });
  const prices: Dated[] = [];
  for (const [validFrom, price] of dated) {
    const priceId = draw.id(3);
    await db.price.create({ data: { teamId, id: priceId, endpointId: id, validFrom, source: "a test", ...price.base } });
    for (const step of price.steps) {
      await db.priceStep.create({ data: { teamId, priceId, aboveInputTokens: step.aboveInputTokens, ...step.prices } });
    }
    prices.push({ id: priceId, validFrom, price });
  }
  return { id, name: `${provider}/m`, provider, prices };
}

type NewVersion = { slug: string; version: number; tiers: Endpoint[]; baseline: Endpoint };

async function addVersion(db: Db, teamId: string, { slug, version, tiers, baseline }: NewVersion, draw: Draw): Promise<Version> {
  const id = draw.id(2);
  const profile = await db.profile.upsert({
    where: { teamId_slug: { teamId, slug } }, update: {}, create: { teamId, id: draw.id(1), slug, name: slug },
  });
  await db.profileVersion.create({
    data: {
      teamId, id, profileId: profile.id, version, strategy: "ordered", baselineEndpointId: baseline.id,
      connectMs: 1, firstTokenMs: 1, stallMs: 1, answerMs: 1, totalMs: 1,
    },
  });
  await db.tier.createMany({ data: tiers.map((tier, index) => ({ teamId, profileVersionId: id, position: index + 1, endpointId: tier.id })) });
  await db.profile.update({ where: { teamId_id: { teamId, id: profile.id } }, data: { currentVersionId: id } });
  return { id, slug, tiers, baseline };
}

function createCall(ledger: TeamLedger, startedAtMs: number, draw: Draw): CallRecord {
  const version = draw.one(ledger.versions);
  const isAdHoc = draw.next() < 0.05;
  const usage = createUsage(draw);
  const attempts = createAttempts(version.tiers, usage, startedAtMs, draw);
  const last = attempts.at(-1) as AttemptRecord;
  const served = last.outcome === "served" ? last : null;
  const repriced = (endpoint: Endpoint) => (served ? (priceOf(endpoint, startedAtMs, usage)?.costPico ?? null) : null);
  return {
    id: draw.id(startedAtMs), teamId: ledger.teamId, startedAtMs,
    profileVersionId: isAdHoc ? NIL_ID : version.id,
    profileSlug: isAdHoc ? AD_HOC : version.slug,
    apiKeyId: draw.one(ledger.keyIds), memberId: NIL_ID, requestedModel: version.slug, stream: draw.next() < 0.5,
    outcome: last.outcome, cause: last.cause, httpStatus: STATUSES[last.outcome],
    servedTier: served?.tier ?? null, servedEndpoint: served?.endpoint ?? null, planPosition: served?.tier ?? null,
    rescued: served !== null && attempts.length > 1,
    plan: version.tiers.map(({ name }, index) => ({
      endpoint: name, tier: index + 1, kept: true, reason: "next in order", drop: null, expectedCostUsd: null, expectedMs: null,
    })),
    tags: draw.next() < 0.3 ? { feature: draw.one(["search", "mail"]) } : {},
    primaryCostPico: repriced(version.tiers[0] as Endpoint),
    baselineCostPico: isAdHoc ? null : repriced(version.baseline),
    firstTokenMs: served && 100 + draw.whole(900), totalMs: 1_000 + draw.whole(9_000), overheadUs: 300, attempts,
  };
}

const STATUSES = { served: 200, failed: 502, aborted: 499 } as const;

function createUsage(draw: Draw): Usage {
  const input = 1 + draw.whole(draw.next() < 0.1 ? 20_000 : 3_000);
  const output = draw.whole(800);
  return { input, cachedInput: draw.whole(input), cacheWrite5m: 0, cacheWrite1h: 0, output, reasoning: draw.next() < 0.2 ? draw.whole(output + 1) : 0 };
}

/** One after the other until a tier serves, the client leaves or nobody is left. */
function createAttempts(tiers: readonly Endpoint[], usage: Usage, callStartedAtMs: number, draw: Draw): AttemptRecord[] {
  const attempts: AttemptRecord[] = [];
  for (const [index, endpoint] of tiers.entries()) {
    const fate = draw.next();
    const outcome = fate < 0.02 ? "aborted" : fate < 0.2 ? "failed" : "served";
    const cause = outcome === "failed" ? draw.one(CAUSES) : null;
    const [number, startedAtMs] = [index + 1, callStartedAtMs + 400 * index];
    attempts.push({
      id: draw.id(startedAtMs), startedAtMs, number, tier: number, retry: 0,
      endpointId: endpoint.id, endpoint: endpoint.name, provider: endpoint.provider,
      outcome, cause, httpStatus: cause === "rate_limited" ? 429 : outcome === "served" ? 200 : 503,
      connectMs: 5, firstTokenMs: outcome === "served" ? 90 : null, totalMs: 350, detail: "",
      ...createAmount(endpoint, { outcome, cause, usage, callStartedAtMs }, draw),
    });
    if (outcome !== "failed") break;
  }
  return attempts;
}

type Amount = Pick<AttemptRecord, "usage" | "priceId" | "priceStep" | "listPrice" | "costPico" | "classes" | "basis">;
type Ended = Pick<AttemptRecord, "outcome" | "cause"> & { usage: Usage; callStartedAtMs: number };

/** A refusal owes nothing; what was begun and not served is unknown or estimated; no price is unknown too. */
function createAmount(endpoint: Endpoint, { outcome, cause, usage, callStartedAtMs }: Ended, draw: Draw): Amount {
  const nothing = { usage: null, priceId: null, priceStep: null, listPrice: null, classes: null };
  if (cause !== null && !BILLED.has(cause)) return { ...nothing, costPico: 0n, basis: "reported" };
  if (outcome !== "served" && draw.next() < 0.4) return { ...nothing, costPico: null, basis: "unknown" };
  const priced = priceOf(endpoint, callStartedAtMs, usage);
  if (!priced) return { ...nothing, usage, costPico: null, basis: "unknown" };
  const { priceId, step, costPico, classes } = priced;
  return { usage, priceId, priceStep: step, listPrice: null, costPico, classes, basis: outcome === "served" ? "reported" : "estimated" };
}

/** At the price in force when the call began. */
function priceOf({ prices }: Endpoint, callStartedAtMs: number, usage: Usage) {
  const dated = prices.filter(({ validFrom }) => validFrom.getTime() <= callStartedAtMs).at(-1);
  return dated && { priceId: dated.id, ...priceUsage(dated.price, usage) };
}
