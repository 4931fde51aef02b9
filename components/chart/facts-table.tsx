import { TableToggle } from "./table-toggle";

/** A column of a chart in words: what it says, and the calls that it stands for. */
type FactsColumn = { key: string; label: string; facts: readonly { term: string; value: string }[]; href: string };

type FactsTableProps = { name: string; unit: keyof typeof UNIT_HEADS; columns: readonly FactsColumn[] };

const UNIT_HEADS = { quarter: "Quarter-hour", hour: "Hour", day: "Day" };

/** A chart's columns as rows, each leading to its calls. */
export function FactsTable({ name, unit, columns }: FactsTableProps) {
  const heads = [UNIT_HEADS[unit], ...(columns[0]?.facts.map(({ term }) => term) ?? [])];
  const rows = columns.map(({ key, label, facts, href }) => ({ key, cells: [label, ...facts.map(({ value }) => value)], href }));
  return <TableToggle name={name} table={{ heads, rows }} />;
}
