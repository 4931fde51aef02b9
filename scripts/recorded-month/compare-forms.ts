import { parse } from "csv-parse/sync";
import { extractText, getDocumentProxy } from "unpdf";
import { monthAnswerSchema } from "@/lib/billing/json/month-schema";
import type { MonthReport } from "@/lib/billing/month-report";
import { inBrackets } from "@/lib/billing/pdf/brackets";
import { parseUsdExact } from "@/lib/core/money";
import type { Paper, PaperBlock, PaperCell, PaperTable } from "@/lib/core/paper";
import { exactUsd, UNKNOWN } from "@/lib/core/text/amounts";
import { formatCount } from "@/lib/core/text/counts";
import { compareFocusFiles } from "./compare-focus-files";
import { compareMonth, differ } from "./compare-month";
import type { Recomputed, RecomputedMonth } from "./recompute";
import type { MonthForms } from "./render-forms";

/**
 * Where page, PDF, CSV, JSON and FOCUS differ from each other or from what the rows add up to, to the pico; nothing where they do not.
 * @param isUtc FOCUS is of the same hours then
 */
export async function compareForms(forms: MonthForms, rows: RecomputedMonth, isUtc: boolean): Promise<string[]> {
  const answer = monthAnswerSchema.parse(JSON.parse(forms.json));
  const spoken = [answer.spendUsd, answer.wasteUsd, answer.abortedUsd, answer.savingsUsd ?? "0"].map((text) => String(parseUsdExact(text)));
  return [
    ...differ("JSON", spoken, [rows.total[0]?.pico ?? "0", rows.wastePico, rows.abortedPico, rows.savingsPico]),
    ...differ("JSON by profile", answer.profiles.map(({ profile, spendUsd }) => `${profile} ${parseUsdExact(spendUsd)}`), rows.profile.map(({ id, pico }) => `${id} ${pico}`)),
    ...compareMonth(answer.document as MonthReport, rows).map((text) => `JSON, ${text}`),
    ...comparePage(forms.page, rows),
    ...(await comparePdf(forms.pdf, forms.page)),
    ...compareCsv(forms.csv, rows),
    ...(isUtc ? compareFocusFiles(forms.focus, rows) : []),
  ];
}

/** By its title, the columns of a table of the page that a dimension's calls, attempts and cost are in. */
const TABLES = [
  ["Cost by day", "day", 1, 2, 4], ["Cost and savings", "profile", 1, null, 3], ["By tier", "tier", null, 5, 6], ["By provider", "provider", 1, 2, 4],
  ["By model", "model", 1, 2, 4], ["By API key", "key", 1, 2, 4], ["By member", "member", 1, 2, 4],
] as const;

/** Every line of the page, by what stands in the title of its rounded amount. */
function comparePage({ figures, sections }: Paper, rows: RecomputedMonth): string[] {
  const tables = sections.flatMap(({ blocks }) => blocks).flatMap((block): PaperTable[] => (block.kind === "columns" ? [block.table] : block.kind === "table" ? [block] : []));
  const [cost, calls, , waste, savings] = figures;
  const [total] = rows.total;
  const exact = (pico: string) => exactUsd(BigInt(pico));
  const tags = tables.filter(({ title }) => title.startsWith("By tag: ")).flatMap(({ title, rows: lines }) => lines.map((line) => `${title.slice(8)}=${line[0]?.text} ${line[1]?.text} ${amountOf(line[3])}`));
  return [
    ...differ("the page's figures", [cost?.exact, calls?.value, waste?.exact, savings?.exact ?? "$0"].map(String), [exact(total?.pico ?? "0"), formatCount(total?.calls ?? 0), exact(rows.wastePico), exact(rows.savingsPico)]),
    ...differ("the page by tag", tags, rows.tag.map((row) => `${row.id} ${formatCount(row.calls)} ${shownOf(row, row.calls)}`)),
    ...TABLES.flatMap(([title, dimension, callsAt, attemptsAt, costAt]) => {
      const all = tables.find((table) => table.title === title)?.rows ?? [];
      // Of days alone there is a line without anything in it.
      const lines = dimension === "day" ? all.filter((line) => line[callsAt]?.text !== "0" || line[attemptsAt]?.text !== "0") : all;
      const of = (count: string | undefined, at: number | null) => (at === null ? "" : `${count} `);
      return differ(`the page, ${title}`,
        lines.map((line) => `${of(line[callsAt ?? 0]?.text, callsAt)}${of(line[attemptsAt ?? 0]?.text, attemptsAt)}${amountOf(line[costAt])}`),
        rows[dimension].map((row) => `${of(formatCount(row.calls), callsAt)}${of(formatCount(row.attempts), attemptsAt)}${shownOf(row, row.attempts)}`));
    }),
  ];
}

function amountOf(cell: PaperCell | undefined): string {
  return cell?.exact ?? cell?.text ?? "nothing";
}

function shownOf({ unknown, pico }: Recomputed, of: number): string {
  return unknown > 0 && unknown === of ? UNKNOWN : exactUsd(BigInt(pico));
}

/** The PDF has the page's figures as they are written, those that stand beside each other one after the other. */
async function comparePdf(pdf: Uint8Array, { figures, notes, sections }: Paper): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(pdf.slice()), { mergePages: true });
  const bare = (words: string) => words.replace(/\s+/g, "");
  const whole = bare(text);
  const told = [...figures.flatMap(({ value, note }) => [inBrackets(value), note]), ...notes, ...sections.flatMap(({ blocks }) => blocks).flatMap(writtenIn)];
  return told.flatMap((words) => (whole.includes(bare(words)) ? [] : [`the PDF lacks ${JSON.stringify(words)}`]));
}

function writtenIn(block: PaperBlock): string[] {
  if (block.kind === "text") return block.paragraphs;
  if (block.kind === "columns") return block.ticks.map(({ label }) => label);
  if (block.kind === "steps") return [block.equation, ...block.rows.map(({ label, value }) => `${label}${inBrackets(value)}`)];
  const isFigure = (index: number) => block.columns[index]?.isFigure === true;
  return [...block.rows, block.total ?? []].flatMap((row) => {
    const runs: string[] = [];
    row.forEach(({ text }, index) => {
      if (!isFigure(index)) return;
      if (isFigure(index - 1)) runs.push(`${runs.pop() ?? ""}${inBrackets(text)}`);
      else runs.push(inBrackets(text));
    });
    return runs;
  });
}

/** The file's own sums, by each of its columns. */
function compareCsv(csv: string, rows: RecomputedMonth): string[] {
  const lines = parse<Record<string, string>>(csv, { columns: true, comment: "#", comment_no_infix: true });
  const sums = (idOf: (line: Record<string, string>) => string | undefined) => {
    const found = new Map<string, [attempts: number, unknown: number, pico: bigint]>();
    for (const line of lines) {
      const [attempts, unknown, pico] = found.get(idOf(line) ?? "") ?? [0, 0, 0n];
      found.set(idOf(line) ?? "", [attempts + Number(line["attempts"]), unknown + Number(line["unknown_attempts"]), pico + parseUsdExact(line["known_cost_usd"] ?? "")]);
    }
    return [...found].map(([id, of]) => `${id} ${of.join(" ")}`);
  };
  const should = (of: readonly Recomputed[]) => of.filter(({ attempts }) => attempts > 0).map(({ id, attempts, unknown, pico }) => `${id} ${attempts} ${unknown} ${pico}`);
  const half = lines.filter((line) => (line["cost_usd"] === "") !== (line["unknown_attempts"] !== "0"));
  return [
    ...half.map(() => "CSV: cost_usd is empty where all is known, or stands where something is not"),
    ...differ("CSV", sums(() => ""), should(rows.total)),
    ...differ("CSV by profile", sums((line) => line["profile"]), should(rows.profile)),
    ...differ("CSV by provider", sums((line) => line["provider"]), should(rows.provider)),
    ...differ("CSV by model", sums((line) => line["model"]), should(rows.model)),
    ...differ("CSV by key", sums((line) => line["api_key_id"]), should(rows.key)),
    ...differ("CSV by member", sums((line) => line["member_id"]), should(rows.member)),
  ];
}
