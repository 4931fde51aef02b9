import { createHash } from "node:crypto";
import { createTeam } from "@/lib/accounts/teams";
import { monthRange } from "@/lib/core/month";
import type { Price } from "@/lib/core/price";
import { priceToRow } from "@/lib/core/price-row";
import type { Db } from "@/lib/db";
import { type CallWriter, createCallWriter } from "@/lib/ledger/write-calls";
import { createDraw, type DatedPrice, type Draw, drawCall, type RecordedEndpoint, type RecordedKey, type RecordedVersion, type Source } from "./draw-call";

/** Berlin's clocks go back on its 25th day. */
export const RECORDED_MONTH = "2026-10";
/** When the month is over and not yet closed. */
export const AFTER_RECORDED_MONTH = new Date("2026-11-03T12:00:00Z");

/** Within the month: a first price, a dearer one, an agreement that begins and ends, a second version of a profile. */
const PRICE_CHANGES = {
  young: new Date("2026-10-06T00:00:00Z"), swift: new Date("2026-10-15T07:45:00Z"),
  agreed: new Date("2026-10-20T00:00:00Z"), agreedUntil: new Date("2026-10-27T00:00:00Z"),
};
const SECOND_VERSION = new Date("2026-10-12T09:30:00Z");

const MILLION = 1_000_000n;
const BATCH = 2_000;
const HOUR_MS = 3_600_000;

export type RecordedMonth = Source & { month: string; zone: string; endpoints: RecordedEndpoint[]; versions: RecordedVersion[]; keys: RecordedKey[] };

export type Wanted = {
  slug: string;
  /** In the month itself; a tenth of them again are in the month before. */
  calls: number;
  /** In which the month is cut. */
  zone: string;
  seed?: number;
  /** What writes the calls: one that takes part in nothing else unless given. */
  write?: CallWriter;
};

/**
 * Writes a team with a month of calls through the ledger: fallbacks, changes of price, an agreed price, a change of clocks,
 * estimated and unknown amounts, calls at the month's very edges. The same slug and seed make the same month.
 */
export async function writeRecordedMonth(db: Db, { slug, calls, zone, seed = 1, write = createCallWriter(db) }: Wanted): Promise<RecordedMonth> {
  const draw = createDraw(createHash("sha256").update(`${slug} ${seed}`).digest().readInt32LE());
  const { id: teamId } = await createTeam(db, { slug, name: `Recorded ${slug}` });
  await db.team.update({ where: { id: teamId }, data: { timeZone: zone } });
  const endpoints = await addEndpoints(db, teamId, draw);
  const versions = await addProfiles(db, teamId, endpoints, draw);
  const keys = await addKeys(db, teamId, slug, draw);
  const source = { teamId, versions, keys };
  const times = drawTimes(calls, zone, draw);
  for (let at = 0; at < times.length; at += BATCH) await write(times.slice(at, at + BATCH).map((ms) => drawCall(source, ms, draw)));
  // As the server does by itself after a while: without it, what joins these rows takes them for few.
  if (calls >= BATCH) await db.$executeRaw`ANALYZE calls, attempts`;
  return { ...source, month: RECORDED_MONTH, zone, endpoints, versions, keys };
}

/** Busier by day and on working days, with the first and last milliseconds of the month and those beside them. */
function drawTimes(calls: number, zone: string, draw: Draw): number[] {
  const { from, to } = monthRange(RECORDED_MONTH, zone);
  const [fromMs, toMs] = [from.getTime(), to.getTime()];
  const edges = [fromMs, toMs - 1];
  const inside = Array.from({ length: calls - edges.length }, () => drawTime(fromMs, toMs, draw));
  const before = Array.from({ length: Math.floor(calls / 10) }, () => drawTime(fromMs - 30 * 24 * HOUR_MS, fromMs - 1, draw));
  return [...before, fromMs - 1, ...edges, ...inside, toMs];
}

function drawTime(fromMs: number, toMs: number, draw: Draw): number {
  for (;;) {
    const ms = fromMs + Math.floor(draw.next() * (toMs - fromMs));
    const at = new Date(ms);
    const isWeekend = at.getUTCDay() % 6 === 0;
    const isDay = at.getUTCHours() >= 6 && at.getUTCHours() < 18;
    if (draw.next() < (isWeekend ? 0.3 : 1) * (isDay ? 1 : 0.25)) return ms;
  }
}

async function addEndpoints(db: Db, teamId: string, draw: Draw): Promise<RecordedEndpoint[]> {
  const first = new Date(0);
  const list = (validFrom: Date, price: Price): Omit<DatedPrice, "id"> => ({ kind: "list", validFrom, validUntil: null, price });
  const plain = (input: bigint, output: bigint, more: Partial<Price["base"]> = {}): Price => ({ base: { input, output, ...more }, steps: [] });
  return [
    await addEndpoint(db, teamId, "swift", "meta-llama/llama-3.3-70b-instruct", [
      list(first, plain(590_000n, 790_000n, { cachedInput: 295_000n })),
      list(PRICE_CHANGES.swift, plain(640_000n, 820_000n, { cachedInput: 320_000n })),
      { kind: "negotiated", validFrom: PRICE_CHANGES.agreed, validUntil: PRICE_CHANGES.agreedUntil, price: plain(500_000n, 700_000n, { cachedInput: 250_000n }) },
    ], draw),
    await addEndpoint(db, teamId, "steady", "anthropic/claude-sonnet", [
      list(first, {
        base: { input: 3n * MILLION, output: 15n * MILLION, cachedInput: 300_000n, cacheWrite5m: 3_750_000n, perRequest: 7_000_000n },
        steps: [{ aboveInputTokens: 4_000, prices: { input: 6n * MILLION, output: 22_500_000n } }],
      }),
    ], draw),
    await addEndpoint(db, teamId, "young", "qwen/qwen-3-32b", [list(PRICE_CHANGES.young, plain(123_457n, 765_433n, { reasoning: 999_983n }))], draw),
  ];
}

async function addEndpoint(db: Db, teamId: string, provider: string, model: string, dated: Omit<DatedPrice, "id">[], draw: Draw): Promise<RecordedEndpoint> {
  const [providerId, id] = [draw.id(1), draw.id(2)];
  await db.provider.create({ data: { teamId, id: providerId, slug: provider, name: provider, dialect: "openai", baseUrl: "http://127.0.0.1:1" } });
  await db.endpoint.create({ data: { teamId, id, providerId, model, upstreamModel: model } });
  const prices: DatedPrice[] = [];
  for (const each of dated) {
    const { price, ...terms } = each;
    const { steps, ...base } = priceToRow(price);
    const priceId = draw.id(3);
    await db.price.create({ data: { teamId, id: priceId, endpointId: id, source: "the recorded month", ...terms, ...base } });
    if (steps.length > 0) await db.priceStep.createMany({ data: steps.map((step) => ({ teamId, priceId, ...step })) });
    prices.push({ id: priceId, ...each });
  }
  return { id, name: `${provider}/${model}`, provider, prices };
}

async function addProfiles(db: Db, teamId: string, endpoints: readonly RecordedEndpoint[], draw: Draw): Promise<RecordedVersion[]> {
  const [swift, steady, young] = endpoints as [RecordedEndpoint, RecordedEndpoint, RecordedEndpoint];
  const first = new Date("2026-09-01T00:00:00Z");
  const chat = await addProfile(db, teamId, "chat", draw);
  const batch = await addProfile(db, teamId, "batch", draw);
  return [
    await addVersion(db, chat, { version: 1, from: new Date(0), createdAt: first, tiers: [swift, steady], baseline: steady }, draw),
    await addVersion(db, chat, { version: 2, from: SECOND_VERSION, createdAt: SECOND_VERSION, tiers: [swift, young, steady], baseline: steady }, draw),
    await addVersion(db, batch, { version: 1, from: new Date(0), createdAt: first, tiers: [young, swift], baseline: swift }, draw),
  ];
}

type ProfileOf = { teamId: string; profileId: string; slug: string };

async function addProfile(db: Db, teamId: string, slug: string, draw: Draw): Promise<ProfileOf> {
  const profileId = draw.id(1);
  await db.profile.create({ data: { teamId, id: profileId, slug, name: slug === "chat" ? "Chat" : "Batch" } });
  return { teamId, profileId, slug };
}

type NewVersion = { version: number; from: Date; createdAt: Date; tiers: RecordedEndpoint[]; baseline: RecordedEndpoint };

async function addVersion(db: Db, { teamId, profileId, slug }: ProfileOf, { version, from, createdAt, tiers, baseline }: NewVersion, draw: Draw): Promise<RecordedVersion> {
  const id = draw.id(2);
  await db.profileVersion.create({
    data: {
      teamId, id, profileId, version, strategy: "ordered", baselineEndpointId: baseline.id, createdAt,
      connectMs: 1, firstTokenMs: 1, stallMs: 1, answerMs: 1, totalMs: 1,
    },
  });
  await db.tier.createMany({ data: tiers.map((tier, index) => ({ teamId, profileVersionId: id, position: index + 1, endpointId: tier.id })) });
  await db.profile.update({ where: { teamId_id: { teamId, id: profileId } }, data: { currentVersionId: id } });
  return { id, slug, from, tiers, baseline };
}

/** Four keys of three people. */
async function addKeys(db: Db, teamId: string, slug: string, draw: Draw): Promise<RecordedKey[]> {
  const people = ["Ada", "Grace", "Katherine"].map((name) => ({ name, id: draw.id(4) }));
  for (const { name, id } of people) {
    await db.user.create({ data: { id, name, email: `${name.toLowerCase()}.${slug}@example.com` } });
    await db.member.create({ data: { teamId, userId: id, role: name === "Ada" ? "owner" : "member" } });
  }
  const keys = [["production", 0], ["staging", 0], ["batch", 1], ["=notebook", 2]] as const;
  return Promise.all(keys.map(async ([name, owner]) => {
    const [id, memberId] = [draw.id(5), people[owner]?.id ?? ""];
    await db.apiKey.create({ data: { teamId, id, keyId: id.replaceAll("-", "").slice(16), name, secretHmac: Buffer.alloc(32), pepperVersion: 1, last4: "abcd", ownerId: memberId } });
    return { id, memberId };
  }));
}
