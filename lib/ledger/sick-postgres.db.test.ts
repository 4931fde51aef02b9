import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createDb, type Db } from "@/lib/db";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { type Ledger, openLedger } from "./ledger";
import type { CallRecord } from "./record";
import { expectBooked, makeCalls } from "./testing/booked";
import { DEFAULT_OPTIONS, MODES } from "./testing/default-options";
import { Door } from "./testing/door";
import { makeTemporaryFolder } from "./testing/temporary-folder";

/** How many calls are made while Postgres is away for long. 12,000 in the long form. */
const MANY = Number(process.env["ROUTELEDGER_TEST_CALLS"] ?? 6_000);

let database: TestDatabase;
let admin: Db;
beforeEach(async () => {
  database = await createTestDatabase();
  admin = createDb(database.url, 2);
});
afterEach(async () => {
  await admin.$disconnect();
  await database.drop();
});

async function open(databaseUrl: string, { drainThread }: (typeof MODES)[string], batchTimeoutMs = 60_000) {
  const db = createDb(databaseUrl, 2);
  const ledger = await openLedger({ ...DEFAULT_OPTIONS, db, databaseUrl, drainThread, batchTimeoutMs, dataDir: await makeTemporaryFolder() });
  return { ledger, close: () => ledger.close().then(() => db.$disconnect()) };
}

const recordAll = (ledger: Ledger, calls: CallRecord[]) => Promise.all(calls.map((call) => ledger.record(call)));
const execute = async (...statements: string[]) => {
  for (const statement of statements) await admin.$executeRawUnsafe(statement);
};
const disconnectOthers = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

const name = () => new URL(database.url).pathname.slice(1);

type Ailment = { hurt: () => Promise<void>; heal: () => Promise<void>; says: RegExp };
const AILMENTS: Record<string, Ailment> = {
  "read-only, as after a failover": {
    hurt: () => execute(`ALTER DATABASE ${name()} SET default_transaction_read_only = on`, disconnectOthers),
    heal: () => execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE", `ALTER DATABASE ${name()} RESET default_transaction_read_only`),
    says: /25006/,
  },
  "with a migration that failed": {
    hurt: () => execute("ALTER TABLE calls RENAME COLUMN overhead_us TO gone"),
    heal: () => execute("ALTER TABLE calls RENAME COLUMN gone TO overhead_us"),
    says: /overhead_us|42703/,
  },
  "without room on its disk": {
    hurt: () => execute(
      "CREATE FUNCTION be_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'No space left on device' USING ERRCODE = 'disk_full'; END $$",
      "CREATE TRIGGER full_disk BEFORE INSERT ON call_rollups FOR EACH STATEMENT EXECUTE FUNCTION be_full()",
    ),
    heal: () => execute("DROP TRIGGER full_disk ON call_rollups"),
    says: /No space left|53100/,
  },
  "whose table somebody has locked": {
    hurt: async () => {
      locked = holdLock();
      await locked.held;
    },
    heal: async () => {
      locked?.release();
      await locked?.released;
    },
    says: /timeout/i,
  },
};

let locked: ReturnType<typeof holdLock> | null = null;

/** In a transaction of its own, until told otherwise. */
function holdLock() {
  let release: () => void = () => undefined;
  let hold: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (hold = resolve));
  const until = new Promise<void>((resolve) => (release = resolve));
  const released = admin.$transaction(async (transaction) => {
    await transaction.$executeRawUnsafe("LOCK TABLE call_rollups IN ACCESS EXCLUSIVE MODE");
    hold();
    await until;
  });
  return { held, release: () => release(), released };
}

describe.each(Object.entries(MODES))("drained %s, a Postgres", (_mode, mode) => {
  it.each(Object.entries(AILMENTS))("%s: calls go on, and everything is booked once when it is well again", async (_name, { hurt, heal, says }) => {
    const { ledger, close } = await open(database.url, mode, 2_000);
    const calls = makeCalls(1_000);
    await recordAll(ledger, calls.slice(0, 200));
    await ledger.flush(AbortSignal.timeout(10_000));
    await hurt();
    await recordAll(ledger, calls.slice(200, 800));
    await vi.waitFor(() => expect(ledger.status().failing).toMatch(says), 10_000);
    await recordAll(ledger, calls.slice(800));
    expect(ledger.status()).toMatchObject({ pendingCalls: 800, journalFailing: null });
    await heal();
    await ledger.flush(AbortSignal.timeout(15_000));
    expect(ledger.status().failing).toBeNull();
    await expectBooked(admin, calls);
    await close();
  });

  it("that is out of connections has its calls as soon as it lets somebody in", async () => {
    const role = `member_${randomBytes(4).toString("hex")}`;
    await execute(`CREATE ROLE ${role} LOGIN PASSWORD 'secret' IN ROLE ${new URL(database.url).username}`);
    const url = new URL(database.url);
    [url.username, url.password] = [role, "secret"];
    const { ledger, close } = await open(url.href, mode);
    const calls = makeCalls(300);
    await recordAll(ledger, calls.slice(0, 150));
    await ledger.flush(AbortSignal.timeout(10_000));
    await execute(`ALTER ROLE ${role} CONNECTION LIMIT 0`, disconnectOthers);
    await recordAll(ledger, calls.slice(150));
    await vi.waitFor(() => expect(ledger.status().failing).toMatch(/too many connections/i), 10_000);
    await execute(`ALTER ROLE ${role} CONNECTION LIMIT -1`);
    await ledger.flush(AbortSignal.timeout(15_000));
    await expectBooked(admin, calls);
    await close();
  });

  it("that is slow is caught up with, and asked one thing at a time", async () => {
    const door = await Door.create(database.url);
    const { ledger, close } = await open(door.url, mode);
    door.delayMs = 150;
    const calls = makeCalls(MANY / 2);
    for (let start = 0; start < calls.length; start += 300) await recordAll(ledger, calls.slice(start, start + 300));
    expect(ledger.status().pendingCalls).toBeGreaterThan(MANY / 6);
    const [busy] = await admin.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()`;
    expect(busy?.count).toBeLessThanOrEqual(1);
    door.delayMs = 0;
    await ledger.flush(AbortSignal.timeout(15_000));
    await expectBooked(admin, calls);
    await close();
    await door.shut();
  });

  it("that is away for long, while many calls are made, is caught up with to the last one", async () => {
    const door = await Door.create(database.url);
    await door.shut();
    const { ledger, close } = await open(door.url, mode);
    const calls = makeCalls(MANY);
    for (let start = 0; start < calls.length; start += 200) await recordAll(ledger, calls.slice(start, start + 200));
    expect(ledger.status()).toMatchObject({ pendingCalls: MANY, journalFailing: null });
    await door.open();
    await ledger.flush(AbortSignal.timeout(20_000));
    await expectBooked(admin, calls);
    await close();
    await door.shut();
  }, 60_000);
});

describe.each(Object.entries(MODES))("drained %s, a commit whose answer does not come", (_mode, mode) => {
  it("is not booked again when the connection is lost with it", async () => {
    const door = await Door.create(database.url);
    let answers = 0;
    door.fate = () => (++answers % 4 === 0 ? "lose" : "pass");
    const { ledger, close } = await open(door.url, mode);
    const calls = makeCalls(MANY / 4);
    for (let start = 0; start < calls.length; start += 50) {
      await recordAll(ledger, calls.slice(start, start + 50));
      await ledger.flush(AbortSignal.timeout(10_000));
    }
    expect(door.swallowed).toBeGreaterThan(5);
    await expectBooked(admin, calls);
    await close();
    await door.shut();
  });

  it("is given up when nothing comes at all, and is not booked again", async () => {
    const door = await Door.create(database.url);
    const { ledger, close } = await open(door.url, mode, 800);
    const calls = makeCalls(50);
    // More often than the pool has connections: none of them may be held for ever.
    door.fate = () => (door.swallowed < 3 ? "hang" : "pass");
    await recordAll(ledger, calls);
    await ledger.flush(AbortSignal.timeout(30_000));
    expect(door.swallowed).toBe(3);
    await expectBooked(admin, calls);
    await close();
    await door.shut();
  }, 60_000);
});
