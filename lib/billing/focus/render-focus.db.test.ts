import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseUsdExact } from "@/lib/core/money";
import { createDb, type Db } from "@/lib/db";
import { writeTeamLedger } from "@/lib/reports/testing/team-ledger";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { getMonthReport } from "../get-month-report";
import { checkFocus } from "./check-focus";
import type { FocusCells } from "./focus-rules";
import { FOCUS_VERSIONS, type FocusFile, type FocusVersion } from "./focus-version";
import { openFocus } from "./open-focus";
import { renderFocus } from "./render-focus";

let database: TestDatabase;
let db: Db;
let teamId: string;
const now = new Date("2026-12-01T12:00:00Z");
const month = "2026-11";

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  ({ teamId } = await writeTeamLedger(db, "focus", 1_200));
}, 60_000);
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

async function read(version: FocusVersion, file: FocusFile): Promise<string> {
  const source = await openFocus(db, { teamId, month, now });
  return source ? new Response(renderFocus(source, { version, file, now }).body).text() : "";
}

async function readRows(version: FocusVersion, file: FocusFile): Promise<FocusCells[]> {
  const rows = parse(await read(version, file), { columns: true }) as Record<string, string>[];
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === "" ? null : value])));
}

const picoOf = (rows: readonly FocusCells[], column: string) => rows.reduce((sum, row) => sum + parseUsdExact(row[column] ?? ""), 0n);

describe.each(FOCUS_VERSIONS)("a UTC team's month as FOCUS %s", (version) => {
  test("adds up to the report's spend, to the pico, and every row keeps every rule", async () => {
    const report = await getMonthReport(db, { teamId, month, now });
    const rows = await readRows(version, "charges");
    expect(rows.length).toBeGreaterThan(500);
    for (const column of ["BilledCost", "ContractedCost", "EffectiveCost", "ListCost"]) expect(picoOf(rows, column)).toBe(parseUsdExact(report.total.spendUsd));
    expect(checkFocus(rows, version).failed).toEqual([]);
    const exceptions = await readRows(version, "exceptions");
    expect(exceptions.reduce((sum, row) => sum + Number(row["x_Attempts"]), 0)).toBe(report.total.unknownAttempts);
    expect(report.total.unknownAttempts).toBeGreaterThan(0);
    expect(exceptions.some((row) => picoOf([row], "x_EstimatedCost") > 0n)).toBe(true);
  });

  test("tells in its metadata the columns that the file has, in their order", async () => {
    const [header = ""] = (await read(version, "charges")).split("\r\n");
    const metadata = JSON.parse(await read(version, "metadata")) as { Schema: { FocusVersion: string; ColumnDefinition: { ColumnName: string }[] } };
    expect(metadata.Schema.FocusVersion).toBe(version);
    expect(metadata.Schema.ColumnDefinition.map(({ ColumnName }) => ColumnName).join(",")).toBe(header);
  });
});

test("the list price of an agreement is what the list says, at its step", async () => {
  const swift = await db.endpoint.findFirstOrThrow({ where: { teamId, provider: { slug: "swift" } }, include: { prices: true } });
  const list = swift.prices.find(({ validFrom }) => validFrom.getTime() === 0);
  await db.$executeRaw`UPDATE attempt_rollups SET list_price_id = ${list?.id}::uuid WHERE endpoint_id = ${swift.id}::uuid AND price_id <> ${list?.id}::uuid AND basis <> 'unknown'`;
  await db.$executeRaw`UPDATE attempt_rollup_days SET list_price_id = ${list?.id}::uuid WHERE endpoint_id = ${swift.id}::uuid AND price_id <> ${list?.id}::uuid AND basis <> 'unknown'`;
  const rows = (await readRows("1.4", "charges")).filter((row) => row["x_Endpoint"] === "swift/m" && row["x_PriceVersionId"] !== list?.id && row["SkuMeter"] === "Input Tokens");
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) expect([row["ListUnitPrice"], row["ContractedUnitPrice"], row["x_ListPriceVersionId"]]).toEqual(["1", "1.25", list?.id]);
});

test("an exception is taken at the mean of what attempts at its endpoint cost, without those that cost nothing", async () => {
  const days = await db.attemptRollupDay.findMany({ where: { teamId, basis: { not: "unknown" }, bucket: { gte: new Date("2026-11-01"), lt: new Date("2026-12-01") } } });
  const known = days.map(({ endpoint, attempts, costPico }) => ({ endpoint, attempts, pico: BigInt(costPico.toFixed()) }));
  expect(known.some(({ pico }) => pico === 0n)).toBe(true);
  for (const row of (await readRows("1.4", "exceptions")).filter((each) => each["x_EstimatedCost"] !== null)) {
    const dear = known.filter(({ endpoint, pico }) => endpoint === row["x_Endpoint"] && pico > 0n);
    const [sum, count] = [dear.reduce((all, { pico }) => all + pico, 0n), BigInt(dear.reduce((all, { attempts }) => all + Number(attempts), 0))];
    const off = picoOf([row], "x_EstimatedCost") * count - sum * BigInt(row["x_Attempts"] ?? "");
    // Rounded to the pico.
    expect(2n * (off < 0n ? -off : off) <= count).toBe(true);
  }
});

test("of each provider that was called there is a billing period, open until the month is closed", async () => {
  const rows = await readRows("1.4", "billing-period");
  expect(rows.map((row) => [row["InvoiceIssuerName"], row["BillingPeriodStart"], row["BillingPeriodStatus"]])).toEqual(
    ["steady", "swift", "young"].map((name) => [name, "2026-11-01T00:00:00Z", "Open"]),
  );
});
