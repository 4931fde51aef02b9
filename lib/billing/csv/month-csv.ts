import type { ExportColumn, ExportHeader } from "@/lib/reports/export/export-format";
import { exportTable } from "@/lib/reports/export/stream-export";
import { modelOf, providerOf } from "@/lib/core/endpoint-name";
import { parseUsdExact } from "@/lib/core/money";
import type { FinestLine, MonthReport } from "../month-report";
import type { PaperState } from "../paper/paper-state";

/** A line with the names of who asked, as they were. */
type Row = FinestLine & { key: string; member: string };

/** Amounts are plain decimals in USD, to the last digit: an unknown one is empty, and what is known of it stands beside it. */
function columnsOf({ team, month, zone }: MonthReport): ExportColumn<Row>[] {
  return [
    { name: "team", value: () => team.slug },
    { name: "month", value: () => month },
    { name: "zone", value: () => zone },
    { name: "profile", value: ({ profile }) => profile },
    { name: "provider", value: ({ endpoint }) => providerOf(endpoint) },
    { name: "model", value: ({ endpoint }) => modelOf(endpoint) },
    { name: "api_key_id", value: ({ keyId }) => keyId },
    { name: "api_key", value: ({ key }) => key },
    { name: "member_id", value: ({ memberId }) => memberId },
    { name: "member", value: ({ member }) => member },
    { name: "attempts", value: ({ attempts }) => attempts },
    { name: "unknown_attempts", value: ({ unknownAttempts }) => unknownAttempts },
    { name: "cost_usd", value: ({ unknownAttempts, spendUsd }) => (unknownAttempts > 0 ? null : parseUsdExact(spendUsd)) },
    { name: "known_cost_usd", value: ({ spendUsd }) => parseUsdExact(spendUsd) },
  ];
}

function headerOf(report: MonthReport, { state, version, closedAt, sha256 }: PaperState): ExportHeader {
  const { team, month, zone, from, to, readTo, charging, total, correctionsUsd } = report;
  return {
    report: "month", team: team.slug, team_name: team.name, month, zone, from: new Date(from), to: new Date(to), read_to: new Date(readTo),
    state, version, closed_at: closedAt === null ? null : new Date(closedAt), sha256_of_document: sha256, charging, times: "UTC", amounts: "USD",
    total_cost_usd: parseUsdExact(total.spendUsd), unknown_attempts: total.unknownAttempts, corrections_usd_not_in_it: parseUsdExact(correctionsUsd),
    end: "a whole file ends with its row count and the SHA-256 of its rows with their line ends",
  };
}

/** A month by profile, endpoint and key: rows that add up to its cost to the last digit. The same month is the same file. */
export function monthCsv(report: MonthReport, state: PaperState): ReadableStream<Uint8Array<ArrayBuffer>> {
  const [keys, members] = [report.byKey, report.byMember].map((lines) => new Map(lines.map(({ id, name }) => [id, name])));
  const rows = report.lines.map((line): Row => ({ ...line, key: keys?.get(line.keyId) ?? "", member: members?.get(line.memberId) ?? "" }));
  return exportTable({ format: "csv", header: headerOf(report, state), columns: columnsOf(report), rows });
}
