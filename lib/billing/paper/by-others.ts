import type { PaperBlock, PaperCell, PaperTable } from "@/lib/core/paper";
import { causeName } from "@/lib/core/text/causes";
import { formatTime } from "@/lib/core/text/times";
import type { MonthReport } from "../month-report";
import { count, singleUsd, spent, usd, words } from "./cells";
import { MAX_LINES, prepareLines } from "./lines";

/** Who served and who asked; every table adds up to the month's total but those of tags. */
export function prepareDimensions(report: Pick<MonthReport, "byProvider" | "byModel" | "byKey" | "byMember" | "lines" | "total">): PaperTable[] {
  const { byProvider, byModel, byKey, byMember, total } = report;
  const empty = "Nothing was called in this month.";
  return [
    prepareLines({ title: "By provider", head: "Provider", lines: byProvider, total, empty, linkOf: ({ id }) => (id === "" ? null : { to: "calls", filters: { provider: id } }) }),
    prepareLines({ title: "By model", head: "Model", lines: byModel, total, empty, linkOf: ({ id }) => (id === "" ? null : { to: "calls", filters: { model: id } }) }),
    prepareLines({ title: "By API key", head: "API key", lines: byKey, total, empty, linkOf: ({ id }) => ({ to: "calls", filters: { key: id } }) }),
    withKeys(prepareLines({ title: "By member", head: "Member", lines: byMember, total, empty, note: "A call is its key's owner's. The names of keys open their calls.", linkOf: () => null }), report),
  ];
}

/** Names of a member's keys that a cell has room for. */
const MOST_KEYS = 4;

/** A last column with each member's keys, the dearest first. */
function withKeys(table: PaperTable, { byKey, byMember, lines }: Pick<MonthReport, "byKey" | "byMember" | "lines">): PaperTable {
  const owners = new Map(lines.map(({ keyId, memberId }) => [keyId, memberId]));
  const cells = table.rows.map((_, index): PaperCell => {
    const member = index < MAX_LINES - 1 || byMember.length <= MAX_LINES ? byMember[index] : undefined;
    const keys = byKey.filter(({ id }) => member && owners.get(id) === member.id);
    const links = keys.slice(0, MOST_KEYS).map(({ id, name }): NonNullable<PaperCell["links"]>[number] => ({ text: name, link: { to: "calls", filters: { key: id } } }));
    if (keys.length > MOST_KEYS) links.push({ text: `${keys.length - MOST_KEYS} more`, link: null });
    return { text: links.map(({ text }) => text).join(", "), links };
  });
  return {
    ...table, columns: [...table.columns, { head: "API keys", weight: 3, isFigure: false }], rows: table.rows.map((row, index) => [...row, cells[index] ?? words("")]),
    total: table.total && [...table.total, words("")],
  };
}

export function prepareTags({ byTag }: MonthReport): PaperTable[] {
  return byTag.map(({ tag, values }): PaperTable => {
    const shown = values.slice(0, MAX_LINES);
    return {
      kind: "table", title: `By tag: ${tag}`,
      columns: [{ head: tag, weight: 4, isFigure: false }, { head: "Calls", weight: 1, isFigure: true }, { head: "Of unknown cost", weight: 1.2, isFigure: true }, { head: "Cost", weight: 1.5, isFigure: true }],
      rows: shown.map(({ value, calls, unknownCalls, spendUsd }) => {
        const link = { to: "calls", filters: { tag, value } } as const;
        return [words(value === "" ? "(empty)" : value, link), count(calls, link), count(unknownCalls), spent({ spendUsd, attempts: calls, unknownAttempts: unknownCalls }, link)];
      }),
      total: null, empty: "No call had this tag.",
      note: `${values.length > shown.length ? `The dearest ${shown.length} of ${values.length} values; the JSON has all. ` : ""}A call may have several tags, or none: these lines do not add up to the month.`,
    };
  });
}

export function prepareWaste({ waste, total }: MonthReport): PaperTable {
  const { attempts: failed, unknownAttempts: unknown } = sumFailed(waste);
  return {
    kind: "table", title: "Waste by cause",
    columns: [
      { head: "Cause", weight: 2.4, isFigure: false }, { head: "Provider", weight: 2, isFigure: false }, { head: "Failed attempts", weight: 1.3, isFigure: true },
      { head: "Of unknown cost", weight: 1.3, isFigure: true }, { head: "Waste", weight: 1.7, isFigure: true },
    ],
    rows: waste.map(({ cause, provider, attempts, unknownAttempts, wasteUsd }) => {
      const link = { to: "calls", filters: { provider, cause } } as const;
      return [words(causeName(cause), link), words(provider), count(attempts), count(unknownAttempts), spent({ spendUsd: wasteUsd, attempts, unknownAttempts }, link)];
    }),
    total: waste.length === 0 ? null : [words("Total"), words(""), count(failed), count(unknown), spent({ spendUsd: total.wasteUsd, attempts: failed, unknownAttempts: unknown })],
    empty: "No attempt failed in this month.", note: "A failed attempt that owes nothing, such as one that was refused at a limit, costs $0.00 and is counted all the same.",
  };
}

export function prepareDearest({ dearest, byProfile, zone }: MonthReport): PaperTable {
  const nameOf = (slug: string) => byProfile.find(({ id }) => id === slug)?.name ?? slug;
  return {
    kind: "table", title: "The dearest calls",
    columns: [
      { head: "When", weight: 1.5, isFigure: false }, { head: "Profile", weight: 1.7, isFigure: false }, { head: "Endpoint", weight: 2.8, isFigure: false },
      { head: "Outcome", weight: 1, isFigure: false }, { head: "Attempts", weight: 0.9, isFigure: true }, { head: "Cost", weight: 1.1, isFigure: true },
    ],
    rows: dearest.map(({ callId, at, profile, endpoint, outcome, attempts, spendUsd }) => {
      const link = { to: "call", id: callId } as const;
      return [words(formatTime(new Date(at), "minute", zone), link), words(nameOf(profile)), words(endpoint), words(outcome), count(attempts), singleUsd(spendUsd, link)];
    }),
    total: null, empty: "No call of this month has a known cost.", note: null,
  };
}

export function prepareTimeline({ timeline, zone }: MonthReport): PaperTable {
  return {
    kind: "table", title: "What changed",
    columns: [{ head: "When", weight: 1.3, isFigure: false }, { head: "What", weight: 0.9, isFigure: false }, { head: "Of", weight: 2.6, isFigure: false }, { head: "Change", weight: 4.2, isFigure: false, wraps: true }],
    rows: timeline.map(({ at, kind, subject, text }) => [words(formatTime(new Date(at), "minute", zone)), words(KIND_WORDS[kind]), words(subject), words(text)]),
    total: null, empty: "No profile, price or budget changed in this month.", note: null,
  };
}

const KIND_WORDS = { profile: "Profile", price: "Price", budget: "Budget", close: "Close" } as const;

export function prepareCorrections({ corrections, correctionsUsd, zone }: MonthReport): PaperBlock[] {
  const table: PaperTable = {
    kind: "table", title: "Corrections of closed months, charged to this one",
    columns: [
      { head: "No.", weight: 0.5, isFigure: true }, { head: "Of month", weight: 1, isFigure: false }, { head: "Found", weight: 1.3, isFigure: false }, { head: "Why", weight: 5, isFigure: false, wraps: true }, { head: "Amount", weight: 1.3, isFigure: true },
    ],
    rows: corrections.map(({ ofMonth, kind, reason, amountUsd, at }, index) => [
      count(index + 1), words(ofMonth), words(formatTime(new Date(at), "day", zone)), words(`${kind === "late" ? "Late records" : "Corrected price"}: ${reason}`), usd(amountUsd),
    ]),
    total: corrections.length === 0 ? null : [words(""), words("Total"), words(""), words(""), usd(correctionsUsd)],
    empty: "Nothing became known of a closed month.", note: "They are charged beside this month's cost: of the figures above, only “Cost and corrections” has them.",
  };
  return [table];
}

/** Failed attempts, and those of them whose cost nobody knows: what is known of waste is then its least. */
export function sumFailed(waste: MonthReport["waste"]): { attempts: number; unknownAttempts: number } {
  const sum = (of: (line: MonthReport["waste"][number]) => number) => waste.reduce((total, line) => total + of(line), 0);
  return { attempts: sum(({ attempts }) => attempts), unknownAttempts: sum(({ unknownAttempts }) => unknownAttempts) };
}
