import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Member } from "@/lib/accounts/member";
import { upsertAgreement } from "@/lib/catalog/agreements";
import { upsertEndpoint } from "@/lib/catalog/endpoints";
import { loadCatalog } from "@/lib/catalog/load-catalog";
import { upsertPrice } from "@/lib/catalog/prices";
import { upsertProvider } from "@/lib/catalog/providers";
import { newId } from "@/lib/catalog/record-change";
import { findListPriceInForce, findPriceInForce, type Price } from "@/lib/core/price";
import { createDb, type Db } from "@/lib/db";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { listConfirmations } from "./confirmations";
import { decideProposal } from "./decide-proposal";
import { addFeed, readDueFeeds, readFeedNow, removeFeed } from "./feeds";
import type { FeedKind } from "./kinds";
import { parseReading } from "./reading";
import { MODELS_DEV, OPENROUTER_ENDPOINTS, OPENROUTER_MODELS, ownForm } from "./testing/bodies";
import { type FeedServer, json, startFeedServer } from "./testing/feed-server";

const HOUR_MS = 3_600_000;
const start = new Date("2026-11-22T12:07:00Z");
const after = (hours: number) => new Date(start.getTime() + hours * HOUR_MS);
const LLAMA = "meta-llama/llama-3.3-70b-instruct";
let database: TestDatabase;
let db: Db;
let server: FeedServer;

beforeAll(async () => {
  [database, server] = [await createTestDatabase(), await startFeedServer()];
  db = createDb(database.url);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
  await server.close();
});

const flat = (input: bigint, output: bigint): Price => ({ base: { input, output }, steps: [] });
const limits = (more: object = {}) => ({ privateAllowed: true, signal: new AbortController().signal, ...more });

/** A team with one endpoint, at $1.00 and $2.00 by the list. */
async function addTeam(slug: string, provider = "own", model = "m", upstreamModel = model) {
  const member: Member = { teamId: newId(), userId: "ada", role: "admin" };
  await db.team.create({ data: { id: member.teamId, slug, name: slug } });
  const writer = { teamId: member.teamId, actor: "operator" };
  const at = await upsertProvider(db, writer, { slug: provider, name: provider, dialect: "openai", baseUrl: "https://api.own.example/v1", privateAllowed: false }, false);
  const endpoint = await upsertEndpoint(db, writer, at, { model, upstreamModel, contextTokens: null });
  await upsertPrice(db, writer, endpoint, { price: flat(1_000_000n, 2_000_000n), source: "their page", now: after(-1) });
  return { member, writer, endpoint };
}

async function addFeedOf(member: Member, path: string, kind: FeedKind = "url", everyHours = 24) {
  const id = await addFeed(db, member, { name: "Ours", kind, url: `${server.url}${path}`, everyHours }, true);
  return {
    id,
    read: (now: Date, more: object = {}) => readFeedNow(db, member, id, now, limits(more)),
    row: () => db.priceFeed.findUniqueOrThrow({ where: { teamId_id: { teamId: member.teamId, id } } }),
    waiting: () => db.priceProposal.findMany({ where: { teamId: member.teamId, approved: null, lapsed: false } }),
  };
}

const pricesOf = async ({ teamId }: Member, endpointId: string) => (await loadCatalog(db)).get(teamId)?.prices.get(endpointId) ?? [];
const say = (path: string, ...prices: object[]) => server.answers.set(path, json(ownForm(...prices)));
const OWN = { provider: "own", model: "m" };

describe("a feed", () => {
  test("makes a change a new dated list price, once, and leaves alone what was agreed or set by hand since", async () => {
    const { member, writer, endpoint } = await addTeam("changes");
    await upsertAgreement(db, writer, endpoint, { price: flat(5n, 6n), from: new Date("2026-11-22T12:15:00Z"), until: null, source: "contract" }, start);
    const feed = await addFeedOf(member, "/changes");
    say("/changes", { ...OWN, input: "1.5", output: "2" });
    expect(await feed.read(start)).toMatchObject({ reading: { matched: 1, proposed: 0, changes: [{ endpoint: "own/m", before: "input $1.00, output $2.00", after: "input $1.50, output $2.00" }] } });
    const prices = await pricesOf(member, endpoint.id);
    expect(findListPriceInForce(prices, start)?.price.base.input).toBe(1_000_000n);
    expect(findListPriceInForce(prices, new Date("2026-11-22T12:15:00Z"))?.price.base.input).toBe(1_500_000n);
    expect(findPriceInForce(prices, after(1))?.price.base.input).toBe(5n);
    expect(await db.price.findFirst({ where: { endpointId: endpoint.id, kind: "list" }, orderBy: { validFrom: "desc" } })).toMatchObject({ source: "Ours, 2026-11-22" });

    // Said again, it is confirmed, and no row is written; what was set by hand is not.
    const confirmed = { [endpoint.id]: after(0.5).toISOString() };
    expect(await feed.read(after(0.5))).toMatchObject({ reading: { changes: [], confirmed } });
    expect(await listConfirmations(db, member.teamId)).toEqual(new Map([[endpoint.id, { at: after(0.5), feed: "Ours" }]]));
    expect(await pricesOf(member, endpoint.id)).toHaveLength(prices.length);
    await upsertPrice(db, writer, endpoint, { price: flat(1_800_000n, 2_000_000n), source: "by hand", now: after(1) });
    expect(await feed.read(after(2))).toMatchObject({ reading: { changes: [], confirmed } });
    expect(findListPriceInForce(await pricesOf(member, endpoint.id), after(3))?.price.base.input).toBe(1_800_000n);
    expect(await feed.row()).toMatchObject({ readAt: after(2), problem: "" });
  });

  test("proposes what is hard to believe, once until it says something else; people approve or refuse", async () => {
    const { member, endpoint } = await addTeam("proposes");
    const feed = await addFeedOf(member, "/proposes");
    say("/proposes", { ...OWN, input: "10", output: "2" });
    await feed.read(start);
    await feed.read(after(1));
    const [first, ...others] = await feed.waiting();
    expect([first?.reason, others]).toEqual(["Input goes from $1.00 to $10.00: 5 times as much or more", []]);
    expect(await pricesOf(member, endpoint.id)).toHaveLength(1);
    await expect(decideProposal(db, { ...member, role: "member" }, { id: first?.id ?? "", approved: true }, after(1))).rejects.toThrow(/does not allow/);
    await decideProposal(db, member, { id: first?.id ?? "", approved: false }, after(1));
    await feed.read(after(2));
    expect(await feed.waiting()).toEqual([]);

    say("/proposes", { ...OWN, input: "20", output: "2" });
    await feed.read(after(3));
    say("/proposes", { ...OWN, input: "30", output: "2" });
    await feed.read(after(4));
    const [last, ...rest] = await feed.waiting();
    expect(rest).toEqual([]);
    await decideProposal(db, member, { id: last?.id ?? "", approved: true }, after(4));
    expect(findPriceInForce(await pricesOf(member, endpoint.id), after(5))?.price.base.input).toBe(30_000_000n);
    await expect(decideProposal(db, member, { id: last?.id ?? "", approved: true }, after(4))).rejects.toThrow(/decided this already/);
    expect((await db.auditEntry.findMany({ where: { teamId: member.teamId, actor: "ada" } })).map(({ action }) => action).sort()).toEqual([
      "price feed.created", "price proposal.updated", "price proposal.updated", "price.updated",
    ]);

    say("/proposes", { ...OWN, input: "-1", output: "NaN" });
    await feed.read(after(6));
    const [negative] = await feed.waiting();
    expect(negative?.reason).toMatch(/cannot be kept/);
    await expect(decideProposal(db, member, { id: negative?.id ?? "", approved: true }, after(6))).rejects.toThrow(/enter the right one/);
  });

  test.each<[string, RegExp, (response: Parameters<Parameters<FeedServer["answers"]["set"]>[1]>[0]) => void, object]>([
    ["that is down", /status 503/, (response) => response.writeHead(503).end(), {}],
    ["that breaks off", /ECONN|could not be reached|socket/i, (response) => { response.writeHead(200, { "content-length": "9999" }); response.write('{"format":'); setImmediate(() => response.destroy()); }, {}],
    ["whose body is not whole", /not whole/, (response) => response.end(JSON.stringify(ownForm({ ...OWN, input: "1.5", output: "2" })).slice(0, -2)), {}],
    ["of another form", /form that is expected/, json({ prices: [] }), {}],
    ["that is too slow", /within 0.1 s/, (response) => { response.writeHead(200); response.write("{"); }, { limitMs: 100 }],
    ["whose parts together are too slow", /within 0.2 s/, (response) => { response.writeHead(200); response.write("{"); }, { wholeMs: 200 }],
    ["that is too large", /larger than/, (response) => { response.end(" ".repeat(3_000_000)); }, { maxBytes: 2 * 1024 * 1024 }],
    ["that is no text", /not text/, (response) => response.end(Buffer.from([0xff, 0xfe, 0x22])), {}],
    ["that redirects in circles", /redirects more than/, (response) => response.writeHead(302, { location: "/fails" }).end(), {}],
  ])("%s changes nothing: it says why, and the old prices stand", async (_what, problem, answer, more) => {
    const { member, endpoint } = await addTeam(newId());
    const feed = await addFeedOf(member, "/fails");
    server.answers.set("/fails", answer);
    expect(await feed.read(start, more)).toMatchObject({ problem: expect.stringMatching(problem) as string });
    expect(await pricesOf(member, endpoint.id)).toHaveLength(1);
    expect(await feed.row()).toMatchObject({ triedAt: start, readAt: null, problem: expect.stringMatching(problem) as string });
  });

  test("is neither added nor asked where it leads to a private address", async () => {
    const { member } = await addTeam("private");
    await expect(addFeed(db, member, { name: "x", kind: "url", url: `${server.url}/x`, everyHours: 0 }, false)).rejects.toThrow(/loopback/);
    const feed = await addFeedOf(member, "/private");
    let asked = 0;
    server.answers.set("/private", (response) => { asked += 1; response.end(); });
    expect(await feed.read(start, { privateAllowed: false })).toMatchObject({ problem: expect.stringMatching(/address leads to a network address that is loopback/) as string });
    expect(asked).toBe(0);
  });

  test("of OpenRouter asks for the hosts of the team's models, and of models.dev finds them by name", async () => {
    const router = await addTeam("openrouter", "together", LLAMA, "meta-llama/Llama-3.3-70B-Instruct-Turbo");
    server.answers.set("/api/v1/models", json(OPENROUTER_MODELS)).set(`/api/v1/models/${LLAMA}/endpoints`, json(OPENROUTER_ENDPOINTS));
    const feed = await addFeedOf(router.member, "/api/v1", "openrouter");
    expect(await feed.read(start)).toMatchObject({ reading: { matched: 1, unread: 1, changes: [{ after: "input $0.88, output $0.88" }] } });
    server.answers.set(`/api/v1/models/${LLAMA}/endpoints`, (response) => response.writeHead(500).end());
    expect(await feed.read(after(1))).toMatchObject({ problem: "it answered with status 500" });

    const dev = await addTeam("models-dev", "groq", LLAMA, "llama-3.3-70b-versatile");
    server.answers.set("/api.json", json(MODELS_DEV));
    expect(await (await addFeedOf(dev.member, "/api.json", "models.dev")).read(start)).toMatchObject({ reading: { changes: [{ after: "input $0.59, output $0.79" }] } });
  });

  test("is read by itself when its time has come, and removed without the prices that it brought", async () => {
    await db.priceFeed.deleteMany();
    const { member, endpoint } = await addTeam("due");
    const [daily, byHand] = [await addFeedOf(member, "/due", "url", 24), await addFeed(db, member, { name: "By hand", kind: "url", url: `${server.url}/due`, everyHours: 0 }, true)];
    say("/due", { ...OWN, input: "1.1", output: "2" });
    await readDueFeeds(db, start, limits());
    expect(parseReading((await daily.row()).lastReading)?.changes).toHaveLength(1);
    say("/due", { ...OWN, input: "1.2", output: "2" });
    await readDueFeeds(db, after(12), limits());
    expect((await daily.row()).triedAt).toEqual(start);
    await readDueFeeds(db, after(24), limits());
    expect((await daily.row()).triedAt).toEqual(after(24));
    expect(await db.priceFeed.findFirst({ where: { id: byHand } })).toMatchObject({ triedAt: null });
    await removeFeed(db, member, daily.id);
    expect((await pricesOf(member, endpoint.id)).map(({ price }) => price.base.input)).toEqual([1_000_000n, 1_100_000n, 1_200_000n]);
    await expect(daily.read(after(25))).rejects.toThrow(/no such feed/);
  });
});
