import { monthCsv } from "@/lib/billing/csv/month-csv";
import { FOCUS_VERSIONS, type FocusFile, type FocusVersion } from "@/lib/billing/focus/focus-version";
import { openFocus } from "@/lib/billing/focus/open-focus";
import { renderFocus } from "@/lib/billing/focus/render-focus";
import { monthJson } from "@/lib/billing/json/month-json";
import { openMonth } from "@/lib/billing/list-months";
import { paperStateOf } from "@/lib/billing/paper/paper-state";
import { preparePaper } from "@/lib/billing/paper/prepare-paper";
import { renderPdf } from "@/lib/billing/pdf/render-pdf";
import type { Paper } from "@/lib/core/paper";
import type { Db } from "@/lib/db";

/** A month as each of its readers gets it. FOCUS is always of the UTC month. */
export type MonthForms = { page: Paper; pdf: Uint8Array; csv: string; json: string; focus: Record<FocusVersion, Record<Extract<FocusFile, "charges" | "exceptions">, string>> };

export async function renderForms(db: Db, { teamId, month, now }: { teamId: string; month: string; now: Date }): Promise<MonthForms> {
  const opened = await openMonth(db, { teamId, month, now });
  if (!opened) throw new Error(`there is no ${month}`);
  const { report } = opened;
  const state = paperStateOf(opened);
  const source = await openFocus(db, { teamId, month, now });
  if (!source) throw new Error(`there is no FOCUS of ${month}`);
  const focusOf = async (version: FocusVersion, file: FocusFile) => new Response(renderFocus(source, { version, file, now }).body).text();
  const focus = FOCUS_VERSIONS.map(async (version) => [version, { charges: await focusOf(version, "charges"), exceptions: await focusOf(version, "exceptions") }] as const);
  return {
    page: preparePaper(report, state),
    pdf: await renderPdf(report, state),
    csv: await new Response(monthCsv(report, state)).text(),
    json: JSON.stringify(monthJson(report, state)),
    focus: Object.fromEntries(await Promise.all(focus)) as MonthForms["focus"],
  };
}

/** The forms that are not the same bytes. */
export function changedForms(a: MonthForms, b: MonthForms): string[] {
  const bytesOf = ({ page, pdf, csv, json, focus }: MonthForms) => Object.entries({ page: JSON.stringify(page), pdf: Buffer.from(pdf).toString("base64"), csv, json, focus: JSON.stringify(focus) });
  return bytesOf(a).flatMap(([name, bytes], index) => (bytesOf(b)[index]?.[1] === bytes ? [] : [`${name} is another file`]));
}
