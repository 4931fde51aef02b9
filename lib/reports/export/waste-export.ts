import { addWaste, type WasteRow } from "../waste";
import type { ExportColumn } from "./export-format";

/** The failed attempts of a whole range of one cause at one endpoint. */
type WasteTotal = Omit<WasteRow, "slot">;

/** The waste table: one row for each cause at each endpoint, the dearest first. */
export function totalWaste(rows: readonly WasteRow[]): WasteTotal[] {
  const groups = new Map<string, WasteRow[]>();
  for (const row of rows) groups.set(`${row.cause}/${row.endpoint}`, [...(groups.get(`${row.cause}/${row.endpoint}`) ?? []), row]);
  return [...groups.values()]
    .flatMap((group) => (group[0] ? [{ cause: group[0].cause, endpoint: group[0].endpoint, provider: group[0].provider, ...addWaste(group) }] : []))
    .sort((a, b) => Number(b.costPico > a.costPico) - Number(b.costPico < a.costPico) || b.failed - a.failed || (a.endpoint < b.endpoint ? -1 : 1));
}

export const WASTE_COLUMNS: readonly ExportColumn<WasteTotal>[] = [
  { name: "cause", value: (row) => row.cause },
  { name: "provider", value: (row) => row.provider },
  { name: "endpoint", value: (row) => row.endpoint },
  { name: "failed_attempts", value: (row) => row.failed },
  { name: "billed_attempts", value: (row) => row.billed },
  { name: "reported_attempts", value: (row) => row.reported },
  { name: "estimated_attempts", value: (row) => row.estimated },
  { name: "unknown_attempts", value: (row) => row.unknown },
  // What nothing is known of is not zero.
  { name: "known_cost_usd", value: (row) => (row.unknown === row.failed ? null : row.costPico) },
  { name: "of_it_estimated_usd", value: (row) => (row.unknown === row.failed ? null : row.estimatedPico) },
];
