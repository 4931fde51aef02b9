import { NOT_APPLICABLE, successRate } from "../amounts";
import { formatCount, formatDuration } from "../counts";

type Percentiles = { p50: number | null; p95: number | null };

/** How an endpoint held when it was tried. Milliseconds as clients waited for the calls that it served. */
export type EndpointFigures = { endpoint: string; attempts: number; served: number; limited: number; firstTokenMs: Percentiles; totalMs: Percentiles };

export type EndpointTableRow = { endpoint: string; href: string; limitedHref: string; cells: string[] };

export const ENDPOINT_HEADERS = ["Attempts", "Success when tried", "First token p50", "First token p95", "Whole call p50", "Whole call p95", "429s"] as const;

/** Index of the cell that leads to the calls that met a limit. */
export const LIMITED_CELL = ENDPOINT_HEADERS.length - 1;

export function prepareEndpoints(figures: readonly EndpointFigures[], callsHref: (filters: Record<string, string>) => string): { rows: EndpointTableRow[]; total: string[] } {
  const total = (value: (row: EndpointFigures) => number) => figures.reduce((sum, row) => sum + value(row), 0);
  const rows = figures.map(({ endpoint, attempts, served, limited, firstTokenMs, totalMs }) => ({
    endpoint,
    href: callsHref({ endpoint }),
    limitedHref: callsHref({ endpoint, cause: "rate_limited" }),
    cells: [
      formatCount(attempts), successRate({ served, attempts }), duration(firstTokenMs.p50), duration(firstTokenMs.p95),
      duration(totalMs.p50), duration(totalMs.p95), formatCount(limited),
    ],
  }));
  const attempts = total((row) => row.attempts);
  return {
    rows,
    // Percentiles of endpoints do not add up to those of all.
    total: [formatCount(attempts), successRate({ served: total((row) => row.served), attempts }), ...Array<string>(4).fill(NOT_APPLICABLE), formatCount(total((row) => row.limited))],
  };
}

function duration(ms: number | null): string {
  return ms === null ? NOT_APPLICABLE : formatDuration(ms);
}
