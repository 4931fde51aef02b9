import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Member, NotAllowedError } from "@/lib/accounts/member";
import { loadInstallationSecret } from "@/lib/accounts/secret";
import { listTeams, listTeamsOfUser } from "@/lib/accounts/teams";
import { createServer } from "@/lib/gateway/server";
import { createInstallation, type Installation } from "@/lib/gateway/testing/installation";
import { LEDGER_TABLES } from "@/lib/ledger/forget-team";
import { getOverview } from "@/lib/reports/overview";
import type { Scenario } from "@/lib/sandbox/scenario";
import type { DrillEvent } from "@/lib/wire/drill";
import { DrillError } from "./drill-error";
import { closeDrillTeam, createDrillTeam } from "./drill-team";
import { type DrillHouse, runDrill } from "./run-drill";
import { endpointNamed, scenarioOf, shapeOf } from "./testing/scenario";

let site: Installation;
let server: ReturnType<typeof createServer>["server"];
let house: DrillHouse;
let member: Member;
let example: Scenario;

beforeAll(async () => {
  site = await createInstallation();
  ({ server } = createServer({ gateway: site.gateway, maxBodyBytes: 1_000_000, pagesUrl: null, upgrades: false }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { peppers } = loadInstallationSecret({ dataDir: site.dataDir, fromEnv: undefined });
  house = { db: site.db, peppers, gatewayUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  const { userId, role } = await site.db.member.findFirstOrThrow({ where: { teamId: site.teamId } });
  member = { teamId: site.teamId, userId, role };
  const rows = await site.db.endpoint.findMany({ where: { teamId: site.teamId, provider: { slug: { in: ["alpha", "beta"] } } }, include: { provider: true } });
  const endpoint = (slug: string) => {
    const row = rows.find(({ provider }) => provider.slug === slug);
    if (!row) throw new Error(`no endpoint of ${slug}`);
    return { ...endpointNamed(slug, row.id), name: `${slug}/${row.model}`, model: row.model };
  };
  // The worked example: 95% at $1 and 5% at $5 per million are $1.20.
  example = scenarioOf([{ endpoint: endpoint("alpha"), success: 0.95, usdPerMillion: "1" }, { endpoint: endpoint("beta"), success: 1, usdPerMillion: "5" }]);
  example = { ...example, traffic: { ...example.traffic, shapes: [shapeOf(1_000, 20), shapeOf(400, 30, { stream: true })] } };
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await site.close();
});
let events: DrillEvent[];
let before: number;
beforeEach(() => {
  events = [];
  before = listening();
});

const drill = (more: Partial<Parameters<typeof runDrill>[2]> = {}, signal = new AbortController().signal, by = member) =>
  runDrill(house, by, { scenario: example, calls: 150, callsPerSecond: 200, ...more }, (event) => void events.push(event), signal);
const ofKind = <Kind extends DrillEvent["type"]>(kind: Kind) => events.filter((event): event is Extract<DrillEvent, { type: Kind }> => event.type === kind);
const range = () => ({ from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 3_600_000) });
const drills = () => site.db.team.findMany({ where: { drillOf: site.teamId }, orderBy: { id: "asc" } });

const listening = () => process.getActiveResourcesInfo().filter((name) => name === "TCPServerWrap").length;

/** The team of a drill that another process has begun. */
function openTeam() {
  const now = new Date();
  return createDrillTeam(site.db, house.peppers, member, { scenario: example, calls: 20, practiceUrl: "http://127.0.0.1:1", now, endsAt: new Date(now.getTime() + 90_000) });
}

/** What is left of it that could be called, or that somebody could call by. */
async function expectNothingLeft() {
  const of = { where: { team: { drillOf: site.teamId } } };
  expect([await site.db.apiKey.count(of), await site.db.provider.count(of), await site.db.endpoint.count(of), await site.db.profile.count(of), await site.db.price.count(of)]).toEqual([0, 0, 0, 0, 0]);
  expect(listening()).toBe(before);
}

describe("a drill of the worked example", () => {
  test("serves, costs and books what is predicted, and leaves its team's own books alone", async () => {
    await drill();
    const [ended] = ofKind("ended");
    expect(events.map(({ type }) => type).filter((type) => type !== "call")).toEqual(["started", "predicted", "ended"]);
    expect(ended?.result).toMatchObject({ calls: 150, served: 150 });
    expect(ended?.result.figures.map(({ figure, isWithin }) => [figure, isWithin])).toEqual([["availability", true], ["p1", true], ["p2", true], ["warc", true], ["effective", true]]);
    const { books } = ended?.result ?? {};
    expect(books).toMatchObject({ areEqual: true, ledgerUsd: books?.toldUsd });
    const calls = ofKind("call").map(({ call }) => call);
    const rescued = calls.filter(({ tier }) => tier === 2);
    expect(rescued.length).toBeGreaterThan(0);
    for (const { attempts } of rescued) expect(attempts.map(({ tier, outcome, cause }) => [tier, outcome, cause])).toEqual([[1, "failed", "rate_limited"], [2, "served", null]]);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(150);

    const { total } = await getOverview(site.db, { teamId: site.teamId, range: range(), zone: "UTC", versionIds: null });
    expect([total.calls.all, total.warc.spendPico]).toEqual([0, 0n]);
    expect(await site.db.call.count({ where: { teamId: site.teamId } })).toBe(0);
    const [team] = await drills();
    expect(await site.db.call.count({ where: { teamId: team?.id ?? "" } })).toBe(150);
    expect((await listTeams(site.db)).map(({ slug }) => slug)).toEqual(["acme", "other"]);
    expect((await listTeamsOfUser(site.db, member.userId)).map(({ slug }) => slug)).toEqual(["acme"]);
    expect(await site.db.auditEntry.findMany({ where: { teamId: site.teamId, action: { startsWith: "drill" } } })).toMatchObject([{ action: "drill.created", actor: member.userId, subject: "candidate" }]);
    await expectNothingLeft();
  });

  test("that is given up leaves no server, no key and no endpoint", async () => {
    const leaving = new AbortController();
    const running = drill({ callsPerSecond: 30 }, leaving.signal);
    setTimeout(() => { leaving.abort(new Error("left")); }, 700);
    await expect(running).rejects.toThrow("left");
    expect(ofKind("ended")).toEqual([]);
    await expectNothingLeft();
  });

  test("is for who may change the catalog, one at a time, and of a size that can be", async () => {
    await expect(drill({}, undefined, { ...member, role: "member" })).rejects.toThrow(NotAllowedError);
    await expect(drill({ calls: 19 })).rejects.toThrow("from 20 to 2000 calls");
    await expect(runDrill({ ...house, gatewayUrl: "http://192.0.2.1:3000" }, member, { scenario: example, calls: 20 }, () => undefined, new AbortController().signal)).rejects.toThrow("another machine");
    const held = await openTeam();
    await expect(drill()).rejects.toThrow(new DrillError("Another drill of this team is under way. It is over in 2 minutes at the latest"));
    const ask = async () => (await fetch(`${house.gatewayUrl}/api/v1/models`, { headers: { authorization: `Bearer ${held.apiKey}` } })).status;
    await expect.poll(ask, { timeout: 5_000 }).toBe(200);
    await closeDrillTeam(site.db, held.teamId);
    await expect.poll(ask, { timeout: 5_000 }).toBe(401);
    await expectNothingLeft();
  });

  test("takes the sixth before it away, with all that it has in the ledger", async () => {
    const countRows = async (teamId: string) => Promise.all(LEDGER_TABLES.map(async (table) => Number((await site.db.$queryRawUnsafe<{ n: bigint }[]>(`SELECT count(*) AS n FROM ${table} WHERE team_id = $1::uuid`, teamId))[0]?.n)));
    const [first] = await drills();
    if (!first) throw new Error("the first drill left no team");
    expect((await countRows(first.id))[0]).toBe(150);
    while ((await drills()).some(({ id }) => id === first.id)) {
      expect((await drills()).length).toBeLessThan(6);
      await closeDrillTeam(site.db, (await openTeam()).teamId);
    }
    expect((await drills()).length).toBe(5);
    expect(await countRows(first.id)).toEqual(LEDGER_TABLES.map(() => 0));
    // Whatever leans on no other row is the ledger's, and goes with none.
    const tables = await site.db.$queryRaw<{ name: string }[]>`
      SELECT relname AS name FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
      WHERE attname = 'team_id' AND relkind IN ('r', 'p') AND NOT relispartition
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = pg_class.oid AND contype = 'f')`;
    expect(tables.map(({ name }) => name).sort()).toEqual([...LEDGER_TABLES].sort());
  });
});
