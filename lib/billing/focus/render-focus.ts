import { streamOf } from "@/lib/reports/export/stream-export";
import type { Charge } from "./charge";
import { columnsOf } from "./columns";
import { csvLine } from "./csv-lines";
import { EXCEPTION_COLUMNS, type Exception, exceptionOfCorrection, exceptionOfHour, meansOf } from "./exceptions";
import { chargeOfCorrection } from "./focus-corrections";
import { namesOf } from "./focus-names";
import type { FocusSource } from "./focus-source";
import type { FocusFile, FocusVersion } from "./focus-version";
import { listCharges } from "./list-charges";
import { focusMetadata } from "./metadata";

/** A file of the export, made only as fast as it is read. */
export type RenderedFocus = { fileName: string; contentType: string; body: ReadableStream<Uint8Array<ArrayBuffer>> };

const CSV = "text/csv; charset=utf-8";
/** Enough for a write to be worth its while. */
const CHUNK_CHARS = 64 * 1_024;

/**
 * A file of a month's FOCUS export: its charges, what had to be left out of them, the metadata or the billing period. Of a
 * closed month it is the same to the byte, whenever it is made.
 */
export function renderFocus(source: FocusSource, { version, file, now }: { version: FocusVersion; file: FocusFile; now: Date }): RenderedFocus {
  const { head: { month }, billing, closed } = source;
  const render = (ending: string, contentType: string, lines: AsyncIterable<string> | Iterable<string>): RenderedFocus =>
    ({ fileName: `routeledger-focus-${version}-${month}-${ending}`, contentType, body: streamOf(pack(lines)) });
  switch (file) {
    case "charges":
      return render("charges.csv", CSV, chargeLines(source, version));
    case "exceptions":
      return render("focus_exceptions.csv", CSV, exceptionLines(source));
    case "metadata":
      return render("metadata.json", "application/json", [`${JSON.stringify(focusMetadata(version, billing, closed?.closedAt ?? now), null, 2)}\n`]);
    case "billing-period":
      return render("billing_period.csv", CSV, billingPeriodLines(source));
  }
}

/** Every charge of a UTC month, in the order of their hours, and then what it is charged for months that were closed before. */
export async function* readCharges({ head, billing, readHours }: FocusSource): AsyncGenerator<Charge> {
  const names = namesOf(head.names);
  for await (const hour of readHours()) yield* listCharges(hour, names, billing);
  for (const correction of head.corrections) if (correction.amountPico !== "0") yield chargeOfCorrection(correction, names, billing);
}

/** What is in no charge of the month since its cost is not known: its own, and what came late to months that were frozen before. */
export async function* readExceptions({ head, readHours }: FocusSource): AsyncGenerator<Exception> {
  const [names, means] = [namesOf(head.names), meansOf(head.costs)];
  for await (const hour of readHours()) if (hour.basis === "unknown") yield exceptionOfHour(hour, means, names);
  for (const correction of head.corrections) yield* exceptionOfCorrection(correction, means);
}

async function* chargeLines(source: FocusSource, version: FocusVersion): AsyncGenerator<string> {
  const columns = columnsOf(version);
  yield `${columns.map(({ name }) => name).join(",")}\r\n`;
  for await (const charge of readCharges(source)) yield csvLine(columns.map(({ type, value }) => ({ type, value: value(charge) })));
}

async function* exceptionLines(source: FocusSource): AsyncGenerator<string> {
  const names = namesOf(source.head.names);
  yield `${EXCEPTION_COLUMNS.map(({ name }) => name).join(",")}\r\n`;
  for await (const exception of readExceptions(source)) {
    yield csvLine(EXCEPTION_COLUMNS.map(({ value }) => ({ type: "String", value: value(exception, names) })));
  }
}

/** One line for each provider that somebody was billed by: open until the month is closed, and while it is reopened. */
function billingPeriodLines({ head, billing, closed }: FocusSource): string[] {
  const names = namesOf(head.names);
  const at = (date: Date) => `${date.toISOString().slice(0, 19)}Z`;
  const header = "InvoiceIssuerName,BillingPeriodStart,BillingPeriodEnd,BillingPeriodCreated,BillingPeriodLastUpdated,BillingPeriodStatus\r\n";
  const updated = closed?.closedAt ?? billing.from;
  return [header, ...head.providers.map((slug) => csvLine(
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
