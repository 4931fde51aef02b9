import type { Range } from "@/lib/core/period";
import { type Price, type PriceClass, resolvePrice } from "@/lib/core/price";
import { priceFromRow } from "@/lib/core/price-row";
import { NIL_ID } from "@/lib/core/profile";
import type { Transaction } from "@/lib/db";
import { listDaysAndQuarters, rollupsIn } from "@/lib/reports/day-rollups";
import { Prisma } from "@/prisma/generated/client";
import { usd } from "../amounts";
import { MonthError } from "../month-error";
import { listMonthCalls } from "../month-rows";
import { readMonthNames } from "../month-names";
import type { CorrectionPart } from "./correction-parts";

const COLUMNS = {
  input: "input", cachedInput: "cached_input", cacheWrite5m: "cache_write_5m", cacheWrite1h: "cache_write_1h",
  output: "output", reasoning: "reasoning", perRequest: "request",
} as const satisfies Record<PriceClass, string>;
const CLASSES = Object.keys(COLUMNS) as PriceClass[];
const UNITS = Prisma.raw(CLASSES.map((name) => `sum(r.${COLUMNS[name]}_units)::text AS "${name}"`).join(", "));
const CLASS_COSTS = Prisma.raw(CLASSES.map((name) => `r.${COLUMNS[name]}_cost_pico`).join(" + "));

type UsageRow = Record<PriceClass, string> & {
  profileId: string; endpoint: string; keyId: string; priceId: string; priceStep: number; basis: string; isByClass: boolean; attempts: string; costPico: string;
};

/** `parts` are what the other price adds, by profile and key; nothing where it adds nothing. */
export type Repriced = { parts: CorrectionPart[]; attempts: number; notPriced: number };

/**
 * What an endpoint's recorded usage costs at another price, less what it was charged, from the rollups. Exact: usage is kept by
 * class and by step of its price. @throws MonthError where the price steps at other prompt sizes than the recorded one
 */
export async function repriceRange(tx: Transaction, { teamId, endpointId, range, price }: { teamId: string; endpointId: string; range: Range; price: Price }): Promise<Repriced> {
  const rows = await listUsage(tx, teamId, endpointId, range);
  const calls = await listMonthCalls(tx, teamId, range);
  const names = await readMonthNames(tx, teamId, calls, range.to);
  // What its provider charged itself, refused for nothing or nobody knows has no price to correct.
  const isPriced = (row: UsageRow) => row.priceId !== NIL_ID && row.isByClass;
  const charged = rows.filter(isPriced);
  await requireComparable(tx, teamId, charged, price);
  const parts = charged.map((row): CorrectionPart => ({
    profile: names.profile(row.profileId).slug, endpoint: row.endpoint, endpointId, keyId: row.keyId, memberId: names.memberOfKey(row.keyId),
    attempts: 0, unknownAttempts: 0, amountUsd: usd(costAt(row, price) - BigInt(row.costPico)),
  }));
  const count = (some: readonly UsageRow[]) => some.reduce((all, { attempts }) => all + Number(attempts), 0);
  return { parts, attempts: count(charged), notPriced: count(rows.filter((row) => !isPriced(row) && (row.basis === "unknown" || row.costPico !== "0"))) };
}

function listUsage(tx: Transaction, teamId: string, endpointId: string, range: Range): Promise<UsageRow[]> {
  const stretches = listDaysAndQuarters(range, []);
  return tx.$queryRaw<UsageRow[]>`
    SELECT coalesce(v.profile_id, ${NIL_ID}::uuid)::text AS "profileId", r.endpoint, r.api_key_id::text AS "keyId", r.price_id::text AS "priceId",
      r.price_step AS "priceStep", r.basis, ${CLASS_COSTS} = r.cost_pico AS "isByClass", sum(r.attempts)::text AS attempts, sum(r.cost_pico)::text AS "costPico", ${UNITS}
    FROM ${rollupsIn({ table: "attempt_rollups", teamId, stretches, versionIds: null, condition: Prisma.sql`s.endpoint_id = ${endpointId}::uuid` })}
    LEFT JOIN profile_versions v ON v.team_id = r.team_id AND v.id = r.profile_version_id
    GROUP BY 1, 2, 3, 4, 5, 6, 7`;
}

function costAt(row: UsageRow, price: Price): bigint {
  const thresholds = price.steps.map(({ aboveInputTokens }) => aboveInputTokens).sort((a, b) => a - b);
  const { prices } = resolvePrice(price, row.priceStep === 0 ? 0 : (thresholds[row.priceStep - 1] ?? 0) + 1);
  return CLASSES.reduce((all, name) => all + BigInt(row[name]) * prices[name], 0n);
}

/**
 * Sums know which step of its own price a call was on; of other steps they know nothing. A price without any is the same
 * for all. A class left out would follow its parent, which is hardly meant where it had a price of its own.
 */
async function requireComparable(tx: Transaction, teamId: string, charged: readonly UsageRow[], price: Price): Promise<void> {
  const ids = [...new Set(charged.map(({ priceId }) => priceId))];
  const recorded = new Map((await tx.price.findMany({ where: { teamId, id: { in: ids } }, include: { steps: true } })).map((row) => [row.id, priceFromRow(row)]));
  const thresholds = (of: Price) => of.steps.map(({ aboveInputTokens }) => aboveInputTokens).sort((a, b) => a - b).join();
  if (price.steps.length > 0 && [...recorded.values()].some((each) => thresholds(each) !== thresholds(price))) {
    throw new MonthError("The price steps at other prompt sizes than the one that was charged: what was used above them is not known in sum. Give a price with the same steps, or with none");
  }
  const left = charged.flatMap((row) => CLASSES.filter((name) => row[name] !== "0" && recorded.get(row.priceId)?.base[name] !== undefined && price.base[name] === undefined));
  if (left.length === 0) return;
  const names = CLASSES.filter((name) => left.includes(name)).map((name) => COLUMNS[name].replaceAll("_", " "));
  throw new MonthError(`What was charged had a price of its own for ${names.join(" and ")}: give the right one too, or it would be charged like its parent`);
}
