import { providerOf } from "@/lib/core/endpoint-name";
import type { Month } from "@/lib/core/month";
import type { Range } from "@/lib/core/period";
import type { Transaction } from "@/lib/db";
import { type EndpointCosts, listEndpointCosts } from "./exceptions";
import { type FocusCorrection, listFocusCorrections } from "./focus-corrections";
import { type NamesData, readNamesData } from "./focus-names";
import type { HourOfUsage } from "./read-usage";

/** All that files of a UTC month are made of but for its hours, as plain data. */
export type FocusHead = {
  /** The layout of this. */
  format: 1;
  month: Month;
  names: NamesData;
  costs: EndpointCosts[];
  /** Slugs of who was called, in order. */
  providers: string[];
  corrections: FocusCorrection[];
};

/** What files of a month are made of: what the ledger has now, or what was kept when the month was closed. */
export type FocusSource = {
  head: FocusHead;
  /** The UTC month. */
  billing: Range;
  /** In order, from its first hour on whenever it is called. */
  readHours(): AsyncIterable<HourOfUsage>;
  /** null while the month is open. */
  closed: { version: number; closedAt: Date; /** Of what was kept; null where it was not. */ sha256: string | null } | null;
};

export async function readFocusHead(tx: Transaction, teamId: string, month: Month, billing: Range): Promise<FocusHead> {
  const corrections = await listFocusCorrections(tx, teamId, month);
  const called = await tx.$queryRaw<{ slug: string }[]>`
    SELECT DISTINCT split_part(endpoint, '/', 1) AS slug FROM attempt_rollup_days
    WHERE team_id = ${teamId}::uuid AND bucket >= ${billing.from} AND bucket < ${billing.to}`;
  const providers = [...new Set([...called.map(({ slug }) => slug), ...corrections.map(({ endpoint }) => providerOf(endpoint))])].sort();
  return { format: 1, month, names: await readNamesData(tx, teamId, billing), costs: await listEndpointCosts(tx, teamId, billing), providers, corrections };
}
