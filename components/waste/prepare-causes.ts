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
  cells: string[];
};

export type CauseTable = { rows: CauseTableRow[]; total: string[] };

export const CAUSE_HEADERS = ["Failed attempts", "Spend", "Billed share", "Reported", "Estimated", "Unknown"] as const;

/** By spend, then by count. The total is added up from the same sums, never from the rows' shares. */
export function prepareCauses(sums: readonly CauseSums[], callsHref: (filters: Record<string, string>) => string): CauseTable {
  const groups = [...groupBy(sums, ({ cause, provider }) => `${cause}/${provider}`)].map(([key, members]) => ({ key, members, sum: addUp(members) }));
  groups.sort((a, b) => Number(b.sum.costPico > a.sum.costPico) - Number(b.sum.costPico < a.sum.costPico) || b.sum.failed - a.sum.failed || (a.key < b.key ? -1 : 1));
  return {
    rows: groups.flatMap(({ key, members: [first], sum }) => {
      if (!first) return [];
      return [{
        key,
        cause: causeName(first.cause),
        look: causeLook(first.cause),
        provider: first.provider,
        href: callsHref({ cause: first.cause, provider: first.provider }),
        cells: cellsOf(sum),
      }];
    }),
    total: cellsOf(addUp(sums)),
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

function cellsOf({ failed, billed, reported, estimated, unknown, costPico }: Sums): string[] {
  const isUnknown = failed > 0 && unknown === failed;
  return [
    formatCount(failed),
    isUnknown ? UNKNOWN : formatUsd(costPico),
    isUnknown ? UNKNOWN : share(failed === 0 ? null : ratio(BigInt(billed), BigInt(failed))),
    ...[reported, estimated, unknown].map((count) => (count === 0 ? NOT_APPLICABLE : formatCount(count))),
  ];
}
