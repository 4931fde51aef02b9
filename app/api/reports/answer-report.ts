import { NotAllowedError } from "@/lib/accounts/member";
import { monthCsv } from "@/lib/billing/csv/month-csv";
import { FOCUS_FILES, FOCUS_VERSIONS } from "@/lib/billing/focus/focus-version";
import { openFocus } from "@/lib/billing/focus/open-focus";
import { renderFocus } from "@/lib/billing/focus/render-focus";
import { monthJson } from "@/lib/billing/json/month-json";
import { openMonth } from "@/lib/billing/list-months";
import { MonthError } from "@/lib/billing/month-error";
import { nameMonth } from "@/lib/billing/month-range";
import { type PaperState, paperStateOf } from "@/lib/billing/paper/paper-state";
import { renderPdf } from "@/lib/billing/pdf/render-pdf";
import { ApiError } from "@/lib/core/errors";
import { isMonth, monthRange } from "@/lib/core/month";
import type { Db } from "@/lib/db";
import { errorReply } from "@/lib/gateway/error-reply";
import type { MonthReport } from "@/lib/billing/month-report";
import { type Readers, requireChoice, requireReader } from "./open-report";

const FORMATS = ["json", "csv", "pdf", "focus"] as const;
const CLOSING = /^[1-9]\d{0,8}$/;

/** Answers `GET /api/reports/{yyyy-mm}`: a closed month from its frozen document, any other from the ledger now. */
export async function answerReport(request: Request, month: string, { db, readers, now }: { db: Db; readers: Readers; now: Date }): Promise<Response> {
  try {
    const { teamId } = await requireReader(request, readers);
    const params = new URL(request.url).searchParams;
    const format = requireChoice("format", params.get("format"), FORMATS);
    requireMonth(month, now);
    return await (format === "focus" ? answerFocus(db, { teamId, month, now }, { params, request }) : answerMonth(db, { teamId, month, now }, { format, params, request }));
  } catch (error) {
    return toResponse(error);
  }
}

type Wanted = { teamId: string; month: string; now: Date };

async function answerMonth(db: Db, wanted: Wanted, { format, params, request }: { format: "json" | "csv" | "pdf"; params: URLSearchParams; request: Request }): Promise<Response> {
  const closing = readClosing(params);
  const opened = await openMonth(db, { ...wanted, ...(closing !== null && { version: closing }) });
  if (!opened) throw new ApiError("report_not_found", `${nameMonth(wanted.month)} has no closed version ${closing}.`, { param: "closing" });
  const state = paperStateOf(opened);
  const { isKnown, headers } = tagOf(state.sha256, request);
  if (isKnown) return new Response(null, { status: 304, headers });
  const { type, body } = await render(format, opened.report, state);
  return new Response(body, { headers: { ...headers, "content-type": type, ...(format !== "json" && { "content-disposition": `attachment; filename="${fileName(opened.report, state)}.${format}"` }) } });
}

function readClosing(params: URLSearchParams): number | null {
  const text = params.get("closing");
  if (text === null) return null;
  if (!CLOSING.test(text)) throw new ApiError("invalid_request", "A closed version is a number from 1 on.", { param: "closing" });
  return Number(text);
}

/** Of what was closed the hash is the tag; whoever has it already is sent nothing. @param sha256 null for what may still change */
function tagOf(sha256: string | null, request: Request): { isKnown: boolean; headers: Record<string, string> } {
  if (sha256 === null) return { isKnown: false, headers: HEADERS };
  const isKnown = request.headers.get("if-none-match")?.includes(`"${sha256}"`) ?? false;
  return { isKnown, headers: { ...HEADERS, etag: `"${sha256}"`, "cache-control": "private, no-cache" } };
}

async function render(format: "json" | "csv" | "pdf", report: MonthReport, state: PaperState): Promise<{ type: string; body: BodyInit }> {
  switch (format) {
    case "json":
      return { type: "application/json; charset=utf-8", body: `${JSON.stringify(monthJson(report, state))}\n` };
    case "csv":
      return { type: "text/csv; charset=utf-8; header=present", body: monthCsv(report, state) };
    case "pdf":
      return { type: "application/pdf", body: new Uint8Array(await renderPdf(report, state)) };
  }
}

/** `routeledger-report-demo-2026-11-v2` */
function fileName({ team, month }: MonthReport, { state, version }: PaperState): string {
  return `routeledger-report-${team.slug}-${month}-${version === null ? state : `v${version}`}`;
}

async function answerFocus(db: Db, wanted: Wanted, { params, request }: { params: URLSearchParams; request: Request }): Promise<Response> {
  const version = requireChoice("version", params.get("version") ?? "1.4", FOCUS_VERSIONS);
  const file = requireChoice("file", params.get("file"), FOCUS_FILES);
  const closing = readClosing(params);
  const source = await openFocus(db, { ...wanted, ...(closing !== null && { closing }) });
  if (!source) throw new ApiError("report_not_found", `No FOCUS export was kept of version ${closing} of ${nameMonth(wanted.month)}.`, { param: "closing" });
  const { isKnown, headers } = tagOf(source.closed?.sha256 ?? null, request);
  if (isKnown) return new Response(null, { status: 304, headers });
  const { fileName: name, contentType, body } = renderFocus(source, { version, file, now: wanted.now });
  return new Response(body, { headers: { ...headers, "content-type": contentType, "content-disposition": `attachment; filename="${name}"` } });
}

/** Before anything is read: what cannot be a month, and one that has begun in no time zone yet. @throws ApiError */
function requireMonth(month: string, now: Date): void {
  if (!isMonth(month)) throw new ApiError("invalid_request", `“${month.slice(0, 40)}” is not a month: write it as 2026-11.`, { param: "month" });
  const first = monthRange(month, "Pacific/Kiritimati").from;
  if (now < first) throw new ApiError("report_not_found", `${nameMonth(month)} has not begun yet, so there is no report of it.`, { param: "month" });
}

const HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

function toResponse(error: unknown): Response {
  const known = knownOf(error);
  if (!(known instanceof ApiError)) process.stderr.write(`reports: ${known instanceof Error ? (known.stack ?? known.message) : String(known)}\n`);
  const { status, headers, body } = errorReply(known, null);
  return new Response(new Uint8Array(body as Uint8Array), { status, headers: { ...headers, ...HEADERS } });
}

function knownOf(error: unknown): unknown {
  if (error instanceof MonthError) return new ApiError("report_not_found", `${error.message}.`, { param: "month" });
  if (error instanceof NotAllowedError) return new ApiError("insufficient_scope", `${error.message}.`);
  return error;
}
