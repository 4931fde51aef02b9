import { parse } from "csv-parse/sync";
import { checkFocus } from "@/lib/billing/focus/check-focus";
import type { FocusCells } from "@/lib/billing/focus/focus-rules";
import { FOCUS_VERSIONS } from "@/lib/billing/focus/focus-version";
import { parseUsdExact } from "@/lib/core/money";
import { differ } from "./compare-month";
import type { Recomputed, RecomputedMonth } from "./recompute";
import type { MonthForms } from "./render-forms";

/** Where the files of a UTC month differ from what its rows add up to, by each column that names somebody, or break a rule. */
export function compareFocusFiles(focus: MonthForms["focus"], rows: RecomputedMonth): string[] {
  return FOCUS_VERSIONS.flatMap((version) => {
    const [charges, exceptions] = [readCells(focus[version].charges), readCells(focus[version].exceptions)];
    const { failed } = checkFocus(charges, version);
    const name = `FOCUS ${version}`;
    const own = charges.filter((row) => row["ChargeClass"] === null);
    const by = (dimension: keyof Pick<RecomputedMonth, "total" | "day" | "profile" | "provider" | "model" | "key" | "member" | "tier">, idOf: (row: FocusCells) => string) =>
      differ(`${name} by ${dimension}`, sumsOf(own, idOf, "ContractedCost"), spent(rows[dimension]));
    return [
      ...failed.map(({ id, row, why }) => `${name}: rule ${id} is broken by row ${row}: ${why}`),
      ...["BilledCost", "EffectiveCost", "ContractedCost"].flatMap((column) => differ(`${name}, ${column}`, sumsOf(own, () => "", column), spent(rows.total))),
      ...differ(`${name}, ListCost`, sumsOf(own, () => "", "ListCost"), rows.listPico === "0" ? [] : [` ${rows.listPico}`]),
      ...by("day", (row) => row["ChargePeriodStart"]?.slice(0, 10) ?? ""),
      ...by("profile", (row) => row["x_Profile"] ?? ""),
      ...by("provider", (row) => row["x_Endpoint"]?.split("/")[0] ?? ""),
      ...by("model", (row) => row["x_Endpoint"]?.split("/").slice(1).join("/") ?? ""),
      ...by("tier", (row) => `${row["x_Profile"]} ${row["x_Endpoint"]}`),
      ...by("key", (row) => row["x_ApiKeyId"] ?? ""),
      ...by("member", (row) => row["x_MemberId"] ?? ""),
      ...differ(`${name}, exceptions`, countsOf(exceptions), rows.tier.filter(({ unknown }) => unknown > 0).map(({ id, unknown }) => `${id} ${unknown}`)),
    ];
  });
}

function readCells(csv: string): FocusCells[] {
  return parse<Record<string, string>>(csv, { columns: true }).map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === "" ? null : value])));
}

/** What has spent nothing has no charge. */
function spent(rows: readonly Recomputed[]): string[] {
  return rows.filter(({ pico }) => pico !== "0").map(({ id, pico }) => `${id} ${pico}`);
}

function sumsOf(charges: readonly FocusCells[], idOf: (row: FocusCells) => string, column: string): string[] {
  const sums = new Map<string, bigint>();
  for (const row of charges) sums.set(idOf(row), (sums.get(idOf(row)) ?? 0n) + parseUsdExact(row[column] ?? "0"));
  return [...sums].filter(([, pico]) => pico !== 0n).map(([id, pico]) => `${id} ${pico}`);
}

function countsOf(exceptions: readonly FocusCells[]): string[] {
  const counts = new Map<string, number>();
  for (const row of exceptions) {
    const id = `${row["x_Profile"]} ${row["x_Endpoint"]}`;
    counts.set(id, (counts.get(id) ?? 0) + Number(row["x_Attempts"]));
  }
  return [...counts].map(([id, count]) => `${id} ${count}`);
}
