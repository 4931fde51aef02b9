import { z } from "zod";
import { getDb } from "@/lib/db";
import { type BoardFilters, type BoardModel, getMix, listTried, type Mix, prepareBoard } from "@/lib/reports/price-board";
import { listProviders } from "@/lib/reports/provider-list";
import { firstValues, type Scope, type SearchParams } from "@/lib/reports/scope";

const filterSchema = z.object({ q: z.string().trim().max(200).catch(""), provider: z.string().max(200).catch("") });

/** Reads `q` and `provider` from the page's address. */
export function parseBoardFilters(params: SearchParams): BoardFilters {
  const { q, provider } = filterSchema.parse(firstValues(params));
  return { text: q, provider };
}

export type Board = { models: BoardModel[]; mix: Mix; hasProviders: boolean };

/** What the price board shows, and its export holds. */
export async function readBoard(scope: Scope, filters: BoardFilters, now: Date): Promise<Board> {
  const [providers, mix, tried] = await Promise.all([
    listProviders(getDb(), scope.teamId), getMix(getDb(), scope), listTried(getDb(), scope.teamId, now),
  ]);
  return { models: prepareBoard(providers, mix, tried, filters, now), mix, hasProviders: providers.length > 0 };
}
