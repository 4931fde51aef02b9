import { randomBytes } from "node:crypto";
import { createTeam } from "@/lib/accounts/teams";
import { type Price, priceUsage } from "@/lib/core/price";
import type { GoldenCall } from "@/lib/core/testing/golden";
import type { Usage } from "@/lib/core/usage";
import { uuidv7 } from "@/lib/core/uuidv7";
import type { Db } from "@/lib/db";
import type { AttemptRecord, CallRecord } from "@/lib/ledger/record";

const ZERO_ID = "00000000-0000-7000-8000-000000000000";

export const idAt = (atMs: number) => uuidv7(atMs, randomBytes(10));

export type LedgerEndpoint = { id: string; name: string; provider: string; priceId: string; price: Price };

/** A team whose one profile has these prices as its tiers, `p1/m`, `p2/m` and so on, and a baseline `base/m`. */
export type LedgerProfile = {
  teamId: string;
  versionId: string;
  slug: string;
  tiers: LedgerEndpoint[];
  baseline: Price;
};

export async function addTeamWithProfile(db: Db, slug: string, prices: readonly Price[], baseline: Price): Promise<LedgerProfile> {
  const { id: teamId } = await createTeam(db, { slug, name: slug });
  const tiers: LedgerEndpoint[] = [];
  for (const [index, price] of prices.entries()) tiers.push(await addEndpoint(db, teamId, `p${index + 1}`, price));
  const base = await addEndpoint(db, teamId, "base", baseline);
  const [profileId, versionId] = [idAt(1), idAt(2)];
  await db.profile.create({ data: { teamId, id: profileId, slug, name: slug } });
  await db.profileVersion.create({
    data: {
      teamId, id: versionId, profileId, version: 1, strategy: "ordered", baselineEndpointId: base.id,
      connectMs: 1, firstTokenMs: 1, stallMs: 1, answerMs: 1, totalMs: 1,
    },
  });
  await db.profile.update({ where: { teamId_id: { teamId, id: profileId } }, data: { currentVersionId: versionId } });
  return { teamId, versionId, slug, tiers, baseline };
}

async function addEndpoint(db: Db, teamId: string, provider: string, price: Price): Promise<LedgerEndpoint> {
  const [providerId, id, priceId] = [idAt(1), idAt(2), idAt(3)];
  await db.provider.create({ data: { teamId, id: providerId, slug: provider, name: provider, dialect: "openai", baseUrl: "http://127.0.0.1:1" } });
  await db.endpoint.create({ data: { teamId, id, providerId, model: "m", upstreamModel: "m" } });
  const { base, steps } = price;
  await db.price.create({ data: { teamId, id: priceId, endpointId: id, validFrom: new Date(0), source: "a test", ...base } });
  for (const { aboveInputTokens, prices } of steps) {
    await db.priceStep.create({ data: { teamId, priceId, aboveInputTokens, ...prices } });
  }
  return { id, name: `${provider}/m`, provider, priceId, price };
}

/** A worked case's call as the gateway would have settled it. */
export function recordOf(profile: LedgerProfile, call: GoldenCall, startedAtMs: number): CallRecord {
  const steps: Step[] = call.failedAttempts.map((attempt) => ({ ...attempt, outcome: "failed" as const }));
  const { servedTier, usage, costPico } = call;
  if (servedTier !== null) steps.push({ tier: servedTier, cause: null, usage, costPico, outcome: "served" });
  const attempts = steps.map((step, index) => attemptOf(profile, step, index, startedAtMs));
  const served = servedTier === null ? undefined : profile.tiers[servedTier - 1];
  const [primary] = profile.tiers;
  const priced = (price: Price | undefined) => (served && usage && price ? priceUsage(price, usage).costPico : null);
  return {
    id: idAt(startedAtMs), teamId: profile.teamId, startedAtMs, profileVersionId: profile.versionId, profileSlug: profile.slug,
    apiKeyId: ZERO_ID, memberId: ZERO_ID, requestedModel: profile.slug, stream: false,
    outcome: served ? "served" : "failed",
    cause: served ? null : (attempts.at(-1)?.cause ?? "server_error"),
    httpStatus: served ? 200 : 502,
    servedTier: served ? servedTier : null,
    servedEndpoint: served?.name ?? null,
    planPosition: served ? servedTier : null,
    rescued: served !== undefined && attempts.some(({ tier }) => tier < (servedTier ?? 0)),
    plan: profile.tiers.map(({ name }, index) => ({
      endpoint: name, tier: index + 1, kept: true, reason: "next in order", drop: null, expectedCostUsd: null, expectedMs: null,
    })),
    tags: {},
    primaryCostPico: priced(primary?.price),
    baselineCostPico: priced(profile.baseline),
    firstTokenMs: null, totalMs: 100 * attempts.length, overheadUs: 300, attempts,
  };
}

type Step = { tier: number; cause: string | null; usage: Usage | null; costPico: string | null; outcome: "served" | "failed" };

function attemptOf(profile: LedgerProfile, step: Step, index: number, callStartedAtMs: number): AttemptRecord {
  const endpoint = profile.tiers[step.tier - 1];
  if (!endpoint) throw new Error(`no tier ${step.tier}`);
  const startedAtMs = callStartedAtMs + 100 * index;
  const isPriced = step.costPico !== null && step.usage !== null;
  const priced = isPriced && step.usage ? priceUsage(endpoint.price, step.usage) : null;
  return {
    id: idAt(startedAtMs), startedAtMs, number: index + 1, tier: step.tier, retry: 0,
    endpointId: endpoint.id, endpoint: endpoint.name, provider: endpoint.provider,
    outcome: step.outcome, cause: step.cause as AttemptRecord["cause"], httpStatus: step.outcome === "served" ? 200 : 500,
    connectMs: 5, firstTokenMs: null, totalMs: 100, usage: step.usage,
    priceId: priced ? endpoint.priceId : null,
    priceStep: priced?.step ?? null,
    listPrice: null,
    costPico: step.costPico === null ? null : BigInt(step.costPico),
    classes: priced?.classes ?? null,
    basis: step.costPico === null ? "unknown" : "reported",
    detail: "",
  };
}
