import { type Change, changeOf, type Values, type Writer } from "@/lib/core/change";
import type { Strategy, Timers } from "@/lib/core/profile";
import type { Transaction } from "@/lib/db";
import { newId, recordChange } from "./record-change";

type NamedEndpoint = { id: string; /** `provider/model` */ name: string };

export type ProfileInput = {
  slug: string;
  name: string;
  strategy: Strategy;
  timers: Timers;
  baseline: NamedEndpoint | null;
  /** From the primary on. */
  tiers: { endpoint: NamedEndpoint; retries: number }[];
};

/**
 * Creates the team's profile of this slug, or publishes a new version of it. Versions are never edited, since calls name
 * the one that served them; the name is the profile's own and changes in place.
 */
export async function upsertProfile(tx: Transaction, writer: Writer, input: ProfileInput): Promise<Change> {
  const { teamId } = writer;
  const { slug, name } = input;
  const former = await tx.profile.findUnique({ where: { teamId_slug: { teamId, slug } } });
  const current = former?.currentVersionId ? await readVersion(tx, teamId, former.currentVersionId) : null;
  const before = former && current && { name: former.name, ...current };
  const rules = describeRules(input);
  const change = changeOf("profile", slug, before, { name, ...rules });
  if (change.kind === "unchanged") return change;

  const id = former?.id ?? newId();
  if (!former) await tx.profile.create({ data: { teamId, id, slug, name } });
  const isSameVersion = current !== null && changeOf("profile", slug, current, rules).kind === "unchanged";
  const data = isSameVersion ? { name } : { name, currentVersionId: await writeVersion(tx, teamId, id, input) };
  await tx.profile.update({ where: { teamId_id: { teamId, id } }, data });
  return recordChange(tx, writer, change);
}

async function writeVersion(tx: Transaction, teamId: string, profileId: string, input: ProfileInput): Promise<string> {
  const { strategy, timers, baseline, tiers } = input;
  const latest = await tx.profileVersion.findFirst({ where: { teamId, profileId }, orderBy: { version: "desc" } });
  const id = newId();
  const version = (latest?.version ?? 0) + 1;
  const baselineEndpointId = baseline?.id ?? null;
  await tx.profileVersion.create({ data: { teamId, id, profileId, version, strategy, baselineEndpointId, ...timers } });
  await tx.tier.createMany({
    data: tiers.map(({ endpoint, retries }, index) => ({
      teamId, profileVersionId: id, position: index + 1, endpointId: endpoint.id, retries,
    })),
  });
  return id;
}

/** What makes two versions the same. */
function describeRules({ strategy, timers, baseline, tiers }: Omit<ProfileInput, "slug" | "name">): Values {
  const { connectMs, firstTokenMs, stallMs, answerMs, totalMs } = timers;
  return {
    strategy, connectMs, firstTokenMs, stallMs, answerMs, totalMs,
    baseline: baseline?.name ?? null,
    tiers: tiers.map(({ endpoint, retries }) => (retries === 0 ? endpoint.name : `${endpoint.name} (retries: ${retries})`)),
  };
}

async function readVersion(tx: Transaction, teamId: string, id: string): Promise<Values> {
  const version = await tx.profileVersion.findUniqueOrThrow({ where: { teamId_id: { teamId, id } } });
  const baselineId = version.baselineEndpointId;
  const baseline =
    baselineId === null ? null : await tx.endpoint.findUnique({ where: { teamId_id: { teamId, id: baselineId } }, ...NAMED });
  const tiers = await tx.tier.findMany({
    where: { teamId, profileVersionId: id },
    include: { endpoint: NAMED },
    orderBy: { position: "asc" },
  });
  return describeRules({
    strategy: version.strategy,
    timers: version,
    baseline: baseline && toNamed(baseline),
    tiers: tiers.map(({ endpoint, retries }) => ({ endpoint: toNamed(endpoint), retries })),
  });
}

const NAMED = { select: { id: true, model: true, provider: { select: { slug: true } } } } as const;

function toNamed({ id, model, provider }: { id: string; model: string; provider: { slug: string } }): NamedEndpoint {
  return { id, name: `${provider.slug}/${model}` };
}
