import { type PricedUsage, priceUsage, type ClassPrices, type Price } from "@/lib/core/price";
import type { Usage } from "@/lib/core/usage";
import type { Db } from "@/lib/db";
import type { Price as PriceRow, PriceStep as PriceStepRow } from "@/prisma/generated/client";

/** The dated price that an attempt was charged at, class by class. */
export type PriceUsed = { validFrom: Date; source: string; priced: PricedUsage };

export type PriceInForce = { id: string; validFrom: Date; source: string; price: Price };

/** Price rows by their ids. */
export async function listPrices(db: Db, teamId: string, ids: readonly string[]): Promise<PriceInForce[]> {
  if (ids.length === 0) return [];
  const rows = await db.price.findMany({ where: { teamId, id: { in: [...ids] } }, include: { steps: true } });
  return rows.map((row) => ({ id: row.id, validFrom: row.validFrom, source: row.source, price: readPrice(row) }));
}

export function applyPrice({ validFrom, source, price }: PriceInForce, usage: Usage): PriceUsed {
  return { validFrom, source, priced: priceUsage(price, usage) };
}

function readPrice(row: PriceRow & { steps: PriceStepRow[] }): Price {
  return {
    base: { ...readOptional(row), input: row.input, output: row.output },
    steps: row.steps.map((step) => ({
      aboveInputTokens: step.aboveInputTokens,
      prices: {
        ...readOptional(step),
        ...(step.input === null ? {} : { input: step.input }),
        ...(step.output === null ? {} : { output: step.output }),
      },
    })),
  };
}

const OPTIONAL_CLASSES = ["cachedInput", "cacheWrite5m", "cacheWrite1h", "reasoning", "perRequest"] as const;

type OptionalPrices = Omit<ClassPrices, "input" | "output">;

/** In a row null means absent: charged at the parent's price. */
function readOptional(row: Record<(typeof OPTIONAL_CLASSES)[number], bigint | null>): OptionalPrices {
  return Object.fromEntries(OPTIONAL_CLASSES.flatMap((name) => (row[name] === null ? [] : [[name, row[name]]])));
}
