import { isMonth, type Month, monthRange } from "@/lib/core/month";
import { ceilQuarter, type Range } from "@/lib/core/period";
import type { Db } from "@/lib/db";
import { streamOf } from "@/lib/reports/export/stream-export";
import type { Charge } from "./charge";
import { columnsOf } from "./columns";
import { csvLine } from "./csv-lines";
import { EXCEPTION_COLUMNS, type Exception, listMeanCosts, toException } from "./exceptions";
import { type FocusNames, readFocusNames } from "./focus-names";
import type { FocusFile, FocusVersion } from "./focus-version";
import { listCharges } from "./list-charges";
import { focusMetadata } from "./metadata";
import { readUsage } from "./read-usage";

export type WantedFocus = {
  teamId: string;
  /** Always of UTC, whatever the team's zone. */
  month: Month;
  version: FocusVersion;
  file: FocusFile;
  now: Date;
};

/** A file of the export, made only as fast as it is read. */
export type RenderedFocus = { fileName: string; contentType: string; body: ReadableStream<Uint8Array<ArrayBuffer>> };

const CSV = "text/csv; charset=utf-8";
const HOUR_MS = 3_600_000;
/** Enough for a write to be worth its while. */
const CHUNK_CHARS = 64 * 1_024;

/**
 * A file of a month's FOCUS export: its charges, what had to be left out of them, the metadata or the billing period.
 * @throws RangeError for what is no month
 */
export async function renderFocus(db: Db, wanted: WantedFocus): Promise<RenderedFocus> {
  const { teamId, month, version, file, now } = wanted;
  const billing = billingPeriodOf(month);
  const name = (ending: string) => `routeledger-focus-${version}-${month}-${ending}`;
  switch (file) {
    case "charges":
      return { fileName: name("charges.csv"), contentType: CSV, body: streamOf(pack(chargeLines(db, teamId, { month, version, now }))) };
    case "exceptions":
      return { fileName: name("focus_exceptions.csv"), contentType: CSV, body: streamOf(pack(exceptionLines(db, teamId, month, now))) };
    case "metadata":
      return { fileName: name("metadata.json"), contentType: "application/json", body: streamOf(pack([`${JSON.stringify(focusMetadata(version, billing, now), null, 2)}\n`])) };
    case "billing-period":
      return { fileName: name("billing_period.csv"), contentType: CSV, body: streamOf(pack(await billingPeriodLines(db, teamId, month))) };
  }
}

/** The UTC month. @throws RangeError for what is no month */
export function billingPeriodOf(month: Month): Range {
  if (!isMonth(month)) throw new RangeError(`${JSON.stringify(month)} is not a month such as 2026-11`);
  return monthRange(month, "UTC");
}

/** Every charge of a UTC month, in the order of their hours. */
export async function* readCharges(db: Db, teamId: string, month: Month, now: Date): AsyncGenerator<Charge> {
  const billing = billingPeriodOf(month);
  const names = await readFocusNames(db, teamId, billing);
  for await (const hour of readUsage(db, teamId, begun(billing, now))) yield* listCharges(hour, names, billing);
}

/** What is in no charge of the month since its cost is not known. */
async function* readExceptions(db: Db, teamId: string, month: Month, now: Date): AsyncGenerator<Exception> {
  const billing = billingPeriodOf(month);
  const means = await listMeanCosts(db, teamId, billing);
  for await (const hour of readUsage(db, teamId, begun(billing, now))) if (hour.basis === "unknown") yield toException(hour, means);
}

/** Of a running month the hours that have begun; clocks of several gateways are never quite the same. */
function begun({ from, to }: Range, now: Date): Range {
  const end = Math.ceil(ceilQuarter(now).getTime() / HOUR_MS) * HOUR_MS + HOUR_MS;
  return { from, to: new Date(Math.max(from.getTime(), Math.min(to.getTime(), end))) };
}

async function* chargeLines(db: Db, teamId: string, { month, version, now }: Pick<WantedFocus, "month" | "version" | "now">): AsyncGenerator<string> {
  const columns = columnsOf(version);
  yield `${columns.map(({ name }) => name).join(",")}\r\n`;
  for await (const charge of readCharges(db, teamId, month, now)) yield csvLine(columns.map(({ type, value }) => ({ type, value: value(charge) })));
}

async function* exceptionLines(db: Db, teamId: string, month: Month, now: Date): AsyncGenerator<string> {
  const names: FocusNames = await readFocusNames(db, teamId, billingPeriodOf(month));
  yield `${EXCEPTION_COLUMNS.map(({ name }) => name).join(",")}\r\n`;
  for await (const exception of readExceptions(db, teamId, month, now)) {
    yield csvLine(EXCEPTION_COLUMNS.map(({ value }) => ({ type: "String", value: value(exception, names) })));
  }
}

/** One line for each provider that somebody was billed by: open until the month is closed. */
async function billingPeriodLines(db: Db, teamId: string, month: Month): Promise<string[]> {
  const billing = billingPeriodOf(month);
  const [names, closed, rows] = await Promise.all([
    readFocusNames(db, teamId, billing),
    db.closedMonth.findFirst({ where: { teamId, month }, orderBy: { version: "desc" }, select: { closedAt: true } }),
    db.$queryRaw<{ slug: string }[]>`
      SELECT DISTINCT split_part(endpoint, '/', 1) AS slug FROM attempt_rollup_days
      WHERE team_id = ${teamId}::uuid AND bucket >= ${billing.from} AND bucket < ${billing.to} ORDER BY 1`,
  ]);
  const at = (date: Date) => `${date.toISOString().slice(0, 19)}Z`;
  const header = "InvoiceIssuerName,BillingPeriodStart,BillingPeriodEnd,BillingPeriodCreated,BillingPeriodLastUpdated,BillingPeriodStatus\r\n";
  const updated = closed?.closedAt ?? billing.from;
  return [header, ...rows.map(({ slug }) => csvLine(
    [names.seller(slug).name, at(billing.from), at(billing.to), at(billing.from), at(updated), closed ? "Closed" : "Open"].map((value) => ({ type: "String", value })),
  ))];
}

/** Lines in pieces that are worth a write. */
async function* pack(lines: AsyncIterable<string> | Iterable<string>) {
  const encoder = new TextEncoder();
  let pending = "";
  for await (const line of lines) {
    pending += line;
    if (pending.length < CHUNK_CHARS) continue;
    yield encoder.encode(pending);
    pending = "";
  }
  yield encoder.encode(pending);
}
