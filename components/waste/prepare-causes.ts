import { formatUsd, type Pico } from "@/lib/core/money";
import type { Cause } from "@/lib/core/outcome";
import { ratio } from "@/lib/core/ratio";
import { NOT_APPLICABLE, share, UNKNOWN } from "../amounts";
import { type CauseLook, causeLook, causeName } from "../causes";
import { formatCount } from "../counts";
import { groupBy } from "./group-by";

/** What failed attempts of one cause at one endpoint add up to; amounts are the known ones. */
export type CauseSums = {
  endpoint: string;
  provider: string;
  cause: Cause;
  failed: number;
  billed: number;
  reported: number;
  estimated: number;
  unknown: number;
  costPico: Pico;
};

type Sums = Omit<CauseSums, "endpoint" | "provider" | "cause">;

/** A row of the table, cause by provider. */
export type CauseTableRow = {
  key: string;
  cause: string;
  look: CauseLook;
  provider: string;
  href: string;
  cells: CauseCell[];
};

/** With the calls behind it. */
export type CauseCell = { text: string; href: string };

export type CauseTable = { rows: CauseTableRow[]; total: CauseCell[] };

export const CAUSE_HEADERS = ["Failed attempts", "Spend", "Billed share", "Reported", "Estimated", "Unknown"] as const;

/** By spend, then by count. The total is added up from the same sums, never from the rows' shares. */
export function prepareCauses(sums: readonly CauseSums[], callsHref: (filters: Record<string, string>) => string): CauseTable {
  const groups = [...groupBy(sums, ({ cause, provider }) => `${cause}/${provider}`)].map(([key, members]) => ({ key, members, sum: addUp(members) }));
  groups.sort((a, b) => Number(b.sum.costPico > a.sum.costPico) - Number(b.sum.costPico < a.sum.costPico) || b.sum.failed - a.sum.failed || (a.key < b.key ? -1 : 1));
  return {
    rows: groups.flatMap(({ key, members: [first], sum }) => {
      if (!first) return [];
      const { cause, provider } = first;
      const hrefWith = (more: Record<string, string>) => callsHref({ cause, provider, failing: "1", ...more });
      return [{
        key,
        cause: causeName(cause),
        look: causeLook(cause),
        provider,
        href: hrefWith({}),
        cells: cellsOf(sum, hrefWith),
      }];
    }),
    total: cellsOf(addUp(sums), (more) => callsHref({ failing: "1", ...more })),
  };
}

function addUp(rows: readonly Sums[]): Sums {
  const total = (value: (row: Sums) => number) => rows.reduce((sum, row) => sum + value(row), 0);
  return {
    failed: total((row) => row.failed),
    billed: total((row) => row.billed),
    reported: total((row) => row.reported),
    estimated: total((row) => row.estimated),
    unknown: total((row) => row.unknown),
    costPico: rows.reduce((sum, row) => sum + row.costPico, 0n),
  };
}

function cellsOf({ failed, billed, reported, estimated, unknown, costPico }: Sums, hrefWith: (more: Record<string, string>) => string): CauseCell[] {
  const isUnknown = failed > 0 && unknown === failed;
  const count = (value: number) => (value === 0 ? NOT_APPLICABLE : formatCount(value));
  const all = hrefWith({});
  return [
    { text: formatCount(failed), href: all },
    { text: isUnknown ? UNKNOWN : formatUsd(costPico), href: all },
    { text: isUnknown ? UNKNOWN : share(failed === 0 ? null : ratio(BigInt(billed), BigInt(failed))), href: all },
    { text: count(reported), href: all },
    { text: count(estimated), href: hrefWith({ estimated: "1" }) },
    { text: count(unknown), href: hrefWith({ unknown: "1" }) },
  ];
}
