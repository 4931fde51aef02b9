import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Writer } from "@/lib/core/change";
import { nextQuarter, QUARTER_MS } from "@/lib/core/period";
import { findPriceInForce, type Price } from "@/lib/core/price";
import { uuidv7 } from "@/lib/core/uuidv7";
import { createDb, type Db } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { endAgreement, upsertAgreement } from "./agreements";
import { upsertAlias } from "./aliases";
import { CatalogError } from "./catalog-error";
import { type EndpointInput, listEndpointIds, upsertEndpoint } from "./endpoints";
import { loadCatalog, readConfigVersion } from "./load-catalog";
import { upsertPrice } from "./prices";
import { upsertProvider } from "./providers";
import { newId } from "./record-change";

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

const GROQ = { slug: "groq", name: "Groq", dialect: "openai", baseUrl: "https://api.groq.example/v1", privateAllowed: false } as const;

async function addTeam(slug: string): Promise<Writer> {
  const id = newId();
  await db.team.create({ data: { id, slug, name: slug } });
  return { teamId: id, actor: "operator" };
}

async function addEndpoint(writer: Writer, model: string) {
  const provider = await upsertProvider(db, writer, GROQ, false);
  return upsertEndpoint(db, writer, provider, { model, upstreamModel: `up-${model}`, contextTokens: 8192 });
}

async function catalogOf({ teamId }: Writer) {
  const catalog = (await loadCatalog(db)).get(teamId);
  if (!catalog) throw new Error("no catalog");
  return catalog;
}

const audit = ({ teamId }: Writer) => db.auditEntry.findMany({ where: { teamId } });
const flat = (input: bigint): Price => ({ base: { input, output: input * 2n }, steps: [] });

describe("providers and endpoints", () => {
  test("are created, left alone and updated, each change with one entry in the audit log", async () => {
    const writer = await addTeam("basic");
    const first = await upsertProvider(db, writer, { ...GROQ, baseUrl: `${GROQ.baseUrl}/` }, false);
    expect(first).toMatchObject({ baseUrl: GROQ.baseUrl, change: { kind: "created" } });
    expect(await upsertProvider(db, writer, GROQ, false)).toMatchObject({ id: first.id, change: { kind: "unchanged" } });
    const renamed = await upsertProvider(db, writer, { ...GROQ, name: "Groq Inc" }, false);
    expect(renamed.change).toMatchObject({ kind: "updated", before: { name: "Groq" }, after: { name: "Groq Inc" } });
    const endpoint = await addEndpoint(writer, "m/x");
    expect(await addEndpoint(writer, "m/x")).toMatchObject({ id: endpoint.id });
    expect(await listEndpointIds(db, writer.teamId)).toEqual(new Map([["groq/m/x", endpoint.id]]));
    expect((await audit(writer)).map((entry) => entry.action).sort()).toEqual([
      "endpoint.created", "provider.created", "provider.updated", "provider.updated",
    ]);
    const { providers, endpoints, byModel, endpointsById, prices } = await catalogOf(writer);
    expect(providers.get("groq")).toEqual({ ...GROQ, id: first.id });
    expect(endpoints.get("groq/m/x")).toEqual({
      id: endpoint.id, name: "groq/m/x", provider: "groq", model: "m/x", upstreamModel: "up-m/x", contextTokens: 8192,
      maxOutputTokens: null, parameters: null, inputs: null, failureDomain: "groq",
    });
    expect(byModel.get("m/x")).toEqual([endpoints.get("groq/m/x")]);
    expect(endpointsById.get(endpoint.id)).toBe(endpoints.get("groq/m/x"));
    expect(prices.size).toBe(0);
  });

  test("of a private address are refused unless the operator allows it", async () => {
    const writer = await addTeam("private");
    const input = { ...GROQ, baseUrl: "http://127.0.0.1:5101/v1" };
    await expect(upsertProvider(db, writer, input, false)).rejects.toThrow(CatalogError);
    const saved = await upsertProvider(db, writer, { ...input, privateAllowed: true }, false);
    expect(saved.baseUrl).toBe("http://127.0.0.1:5101/v1");
  });

  test("keep their origin while a credential is stored, unless it is given again", async () => {
    const writer = await addTeam("moving");
    const { id: providerId } = await upsertProvider(db, writer, GROQ, true);
    const bytes = Buffer.alloc(16);
    await db.credential.create({
      data: { teamId: writer.teamId, id: newId(), providerId, keyId: "k", nonce: bytes, ciphertext: bytes, tag: bytes, last4: "" },
    });
    const moved = { ...GROQ, baseUrl: "https://evil.example/v1" };
    await expect(upsertProvider(db, writer, moved, false)).rejects.toThrow(/give it again/);
    expect((await catalogOf(writer)).providers.get("groq")?.baseUrl).toBe(GROQ.baseUrl);
    await upsertProvider(db, writer, { ...GROQ, baseUrl: "https://api.groq.example/v2" }, false);
    await upsertProvider(db, writer, moved, true);
    expect((await catalogOf(writer)).providers.get("groq")?.baseUrl).toBe(moved.baseUrl);
  });
});

test("what endpoints take and fail with is as stated, else as their dialect and provider have it, else unknown", async () => {
  const writer = await addTeam("features");
  const add = async (slug: string, dialect: "openai" | "anthropic", domain: string | null, more: Partial<EndpointInput>) => {
    const provider = await upsertProvider(db, writer, { ...GROQ, slug, dialect, failureDomain: domain }, false);
    return (await upsertEndpoint(db, writer, provider, { model: "m", upstreamModel: "m", contextTokens: null, ...more })).change.kind;
  };
  const features = async (name: string) => {
    const { parameters, inputs, maxOutputTokens, failureDomain } = (await catalogOf(writer)).endpoints.get(`${name}/m`) ?? {};
    return { parameters, inputs, maxOutputTokens, failureDomain };
  };
  const unknown = { parameters: null, inputs: null, maxOutputTokens: null };
  await add("plain", "openai", null, {});
  expect(await features("plain")).toEqual({ ...unknown, failureDomain: "plain" });
  const stated = { parameters: [], inputs: ["text", "audio"], maxOutputTokens: 4_096 };
  expect(await add("plain", "openai", "cloud", stated)).toBe("updated");
  expect(await add("plain", "openai", "cloud", stated)).toBe("unchanged");
  expect(await features("plain")).toEqual({ ...stated, failureDomain: "cloud" });
  await add("claude", "anthropic", "cloud", { parameters: null, failureDomain: "own" });
  expect(await features("claude")).toMatchObject({
    parameters: expect.arrayContaining(["tools", "structured_outputs"]), inputs: ["text", "image", "file"], failureDomain: "own",
  });
  await add("claude", "anthropic", null, { parameters: ["tools"], inputs: ["text"] });
  expect(await features("claude")).toMatchObject({ parameters: ["tools"], inputs: ["text"], failureDomain: "claude" });
  await db.endpoint.updateMany({ where: { teamId: writer.teamId }, data: { inputs: { text: true }, parameters: [1] } });
  expect(await features("plain")).toMatchObject({ parameters: null, inputs: null });
});

describe("prices", () => {
  const at = (time: string) => new Date(`2026-11-22T${time}Z`);
  const dates = async (writer: Writer, id: string) =>
    ((await catalogOf(writer)).prices.get(id) ?? []).map((row) => [row.validFrom.toISOString().slice(11, 19), row.price.base.input]);

  test("begin with the quarter-hour that has begun, change with the next, and are never edited", async () => {
    const writer = await addTeam("dated");
    const endpoint = await addEndpoint(writer, "m");
    const set = (price: Price, time: string) => upsertPrice(db, writer, endpoint, { price, source: "test", now: at(time) });
    expect(await set(flat(1n), "12:07:30")).toMatchObject({ kind: "created", after: { input: "$0.000001", validFrom: "2026-11-22T12:00:00.000Z" } });
    expect(await set(flat(1n), "12:20:00")).toMatchObject({ kind: "unchanged" });
    expect(await set(flat(2n), "12:20:00")).toMatchObject({ kind: "updated", before: { input: "$0.000001" }, after: { validFrom: "2026-11-22T12:30:00.000Z" } });
    expect(await dates(writer, endpoint.id)).toEqual([["12:00:00", 1n], ["12:30:00", 2n]]);
    const rows = (await catalogOf(writer)).prices.get(endpoint.id) ?? [];
    expect(findPriceInForce(rows, at("12:29:59.999"))?.price).toEqual(flat(1n));
    expect(findPriceInForce(rows, at("12:30:00"))?.price).toEqual(flat(2n));
    await expect(db.$executeRaw`UPDATE prices SET input = 0`).rejects.toThrow(/never edited/);
  });

  test("that are not in force yet are replaced, or taken back", async () => {
    const writer = await addTeam("pending");
    const endpoint = await addEndpoint(writer, "m");
    const set = (price: Price, time: string) => upsertPrice(db, writer, endpoint, { price, source: "test", now: at(time) });
    await set(flat(1n), "12:00:00");
    await set(flat(2n), "12:01:00");
    await set(flat(3n), "12:02:00");
    expect(await dates(writer, endpoint.id)).toEqual([["12:00:00", 1n], ["12:15:00", 3n]]);
    expect(await set(flat(1n), "12:03:00")).toMatchObject({ kind: "updated", after: { validFrom: "2026-11-22T12:00:00.000Z" } });
    expect(await dates(writer, endpoint.id)).toEqual([["12:00:00", 1n]]);
    await set(flat(4n), "12:15:00");
    expect(await dates(writer, endpoint.id)).toEqual([["12:00:00", 1n], ["12:30:00", 4n]]);
  });

  test("keep every class and step, and a change of one step is a change", async () => {
    const writer = await addTeam("steps");
    const endpoint = await addEndpoint(writer, "m");
    const price: Price = {
      base: { input: 3_000_000n, output: 15_000_000n, cachedInput: 300_000n, cacheWrite5m: 3_750_000n, cacheWrite1h: 6_000_000n, reasoning: 15_000_000n, perRequest: 10n },
      steps: [
        { aboveInputTokens: 400_000, prices: { output: 30_000_000n } },
        { aboveInputTokens: 200_000, prices: { output: 22_500_000n, input: 6_000_000n } },
      ],
    };
    const set = (given: Price, time: string) => upsertPrice(db, writer, endpoint, { price: given, source: "test", now: at(time) });
    await set(price, "12:00:00");
    expect((await set({ ...price, steps: [...price.steps].reverse() }, "12:00:00")).kind).toBe("unchanged");
    const stored = (await catalogOf(writer)).prices.get(endpoint.id)?.[0]?.price;
    expect(stored).toEqual({ ...price, steps: [...price.steps].reverse() });
    const dearer = { ...price, steps: [{ aboveInputTokens: 200_000, prices: { input: 6_000_001n, output: 22_500_000n } }] };
    expect((await set(dearer, "12:00:00")).kind).toBe("updated");
  });
});

describe("agreed prices", () => {
  // The database has its own clock where an agreement is ended.
  const now = new Date();
  const quarter = (count: number) => new Date(nextQuarter(now).getTime() + (count - 1) * QUARTER_MS);
  const agree = (writer: Writer, endpoint: { id: string; name: string }, input: bigint, from: Date, until: Date | null) =>
    upsertAgreement(db, writer, endpoint, { price: flat(input), from, until, source: "the contract" }, now);
  const agreed = async (writer: Writer, id: string) =>
    ((await catalogOf(writer)).prices.get(id) ?? []).filter(({ kind }) => kind === "negotiated").map(({ validFrom, validUntil, price }) => [validFrom, validUntil, price.base.input]);

  test("win over the list while they last, and leave it alone", async () => {
    const writer = await addTeam("agreed");
    const endpoint = await addEndpoint(writer, "m");
    await upsertPrice(db, writer, endpoint, { price: flat(5n), source: "test", now });
    expect(await agree(writer, endpoint, 3n, quarter(1), quarter(9))).toMatchObject({ kind: "created", what: "agreed price", after: { from: quarter(1).toISOString(), until: quarter(9).toISOString() } });
    expect(await agree(writer, endpoint, 3n, quarter(1), quarter(9))).toMatchObject({ kind: "unchanged" });
    await upsertPrice(db, writer, endpoint, { price: flat(6n), source: "a feed", now });
    const rows = (await catalogOf(writer)).prices.get(endpoint.id) ?? [];
    expect([now, quarter(1), quarter(9)].map((at) => findPriceInForce(rows, at)?.price.base.input)).toEqual([5n, 3n, 6n]);
    expect((await audit(writer)).map(({ action }) => action)).toContain("agreed price.created");
  });

  test("are replaced or taken back while they are to come, and never begin in the past or between quarter-hours", async () => {
    const writer = await addTeam("agreed-to-come");
    const endpoint = await addEndpoint(writer, "m");
    await agree(writer, endpoint, 3n, quarter(2), null);
    expect(await agree(writer, endpoint, 4n, quarter(2), quarter(3))).toMatchObject({ kind: "updated" });
    expect(await agreed(writer, endpoint.id)).toEqual([[quarter(2), quarter(3), 4n]]);
    const [row] = await db.price.findMany({ where: { endpointId: endpoint.id } });
    expect(await endAgreement(db, writer, endpoint, row?.id ?? "", quarter(1), now)).toMatchObject({ kind: "removed" });
    expect(await agreed(writer, endpoint.id)).toEqual([]);
    await expect(agree(writer, endpoint, 3n, quarter(0), null)).rejects.toThrow(/begins at .* at the earliest/);
    await expect(agree(writer, endpoint, 3n, new Date(quarter(1).getTime() + 60_000), null)).rejects.toThrow(/quarter-hour/);
    await expect(agree(writer, endpoint, 3n, quarter(2), quarter(2))).rejects.toThrow(/end after it begins/);
    await expect(endAgreement(db, writer, endpoint, newId(), quarter(1), now)).rejects.toThrow(/no such agreed price/);
  });

  test("that have begun are ended early from a time to come, and nothing else of them is edited", async () => {
    const writer = await addTeam("agreed-begun");
    const endpoint = await addEndpoint(writer, "m");
    const dawn = new Date(quarter(1).getTime() - 96 * QUARTER_MS);
    const [id, { teamId }] = [newId(), writer];
    await db.price.create({ data: { teamId, id, endpointId: endpoint.id, kind: "negotiated", validFrom: dawn, source: "test", input: 3n, output: 6n } });
    await expect(agree(writer, endpoint, 4n, dawn, null)).rejects.toThrow(/has begun and is never edited/);
    await expect(endAgreement(db, writer, endpoint, id, quarter(0), now)).rejects.toThrow(/ends at .* at the earliest/);
    expect(await endAgreement(db, writer, endpoint, id, quarter(4), now)).toMatchObject({ kind: "updated", before: { until: null }, after: { until: quarter(4).toISOString() } });
    expect(await agree(writer, endpoint, 3n, dawn, quarter(2))).toMatchObject({ kind: "updated" });
    await expect(agree(writer, endpoint, 3n, dawn, quarter(3))).rejects.toThrow(/can only be ended earlier/);
    for (const change of [Prisma.sql`source = 'another'`, Prisma.sql`valid_from = valid_from - interval '15 min'`, Prisma.sql`valid_until = NULL`, Prisma.sql`valid_until = now() - interval '1 hour'`, Prisma.sql`valid_until = valid_until + interval '15 min'`, Prisma.sql`valid_until = valid_until - interval '1 min'`]) {
      await expect(db.$executeRaw`UPDATE prices SET ${change} WHERE id = ${id}::uuid`).rejects.toThrow(/never edited|only be ended earlier|prices_end_on_a_quarter_hour/);
    }
    const [row] = await agreed(writer, endpoint.id);
    expect(row).toEqual([dawn, quarter(2), 3n]);
    await upsertPrice(db, writer, endpoint, { price: flat(5n), source: "test", now });
    await expect(db.$executeRaw`UPDATE prices SET valid_until = ${quarter(5)} WHERE endpoint_id = ${endpoint.id}::uuid AND kind = 'list'`).rejects.toThrow(/never edited/);
  });
});

describe("aliases", () => {
  test("lead to a model, and never to another alias or over a model's name", async () => {
    const writer = await addTeam("aliases");
    await addEndpoint(writer, "llama");
    await addEndpoint(writer, "qwen");
    expect((await upsertAlias(db, writer, "Meta/Llama", "llama")).kind).toBe("created");
    expect((await upsertAlias(db, writer, "Meta/Llama", "llama")).kind).toBe("unchanged");
    expect((await upsertAlias(db, writer, "Meta/Llama", "qwen")).kind).toBe("updated");
    await expect(upsertAlias(db, writer, "qwen", "llama")).rejects.toThrow(/name of a model/);
    await expect(upsertAlias(db, writer, "llama", "llama")).rejects.toThrow(/circle/);
    await expect(upsertAlias(db, writer, "z", "Meta/Llama")).rejects.toThrow(/is an alias itself, of qwen/);
    await expect(upsertAlias(db, writer, "z", "lama")).rejects.toThrow(/the nearest is llama/);
    expect((await catalogOf(writer)).aliases).toEqual(new Map([["Meta/Llama", "qwen"]]));
  });
});

test("two teams with the same names see only their own", async () => {
  const [one, two] = [await addTeam("tenant-one"), await addTeam("tenant-two")];
  const [a, b] = [await addEndpoint(one, "m"), await addEndpoint(two, "m")];
  await upsertPrice(db, one, a, { price: flat(7n), source: "test", now: new Date() });
  await upsertAlias(db, one, "alias", "m");
  expect((await catalogOf(one)).endpoints.get("groq/m")?.id).toBe(a.id);
  const theirs = await catalogOf(two);
  expect(theirs.endpoints.get("groq/m")?.id).toBe(b.id);
  expect([theirs.prices.size, theirs.aliases.size, theirs.profiles.size, theirs.providers.size]).toEqual([0, 0, 0, 1]);
  // The database itself refuses a tier or price that reaches into another team.
  const foreign = { teamId: two.teamId, id: uuidv7(Date.now(), new Uint8Array(10)), endpointId: a.id };
  await expect(
    db.price.create({ data: { ...foreign, validFrom: new Date("2026-01-01T00:00:00Z"), source: "x", input: 0n, output: 0n } }),
  ).rejects.toThrow(/[Ff]oreign key/);
});

test("every change raises the version that gateways watch", async () => {
  const writer = await addTeam("version");
  const before = await readConfigVersion(db);
  await addEndpoint(writer, "m");
  expect(await readConfigVersion(db)).toBeGreaterThan(before);
  const settled = await readConfigVersion(db);
  await addEndpoint(writer, "m");
  expect(await readConfigVersion(db)).toBe(settled);
});
