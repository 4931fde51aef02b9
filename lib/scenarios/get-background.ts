import { listEndpointChoices } from "@/lib/catalog/endpoint-choices";
import type { Range } from "@/lib/core/period";
import type { Db } from "@/lib/db";
import type { Background } from "@/lib/sandbox/background";
import { listSandboxProfiles } from "./list-sandbox-profiles";

export type BackgroundQuestion = { teamId: string; /** Whose traffic. */ profileSlug: string; range: Range; now: Date };

/** What the team's catalogue and ledger say before anybody typed anything. */
export async function getBackground(db: Db, { teamId, range, now }: BackgroundQuestion): Promise<Background> {
  const [{ profiles }, choices] = await Promise.all([listSandboxProfiles(db, teamId, now), listEndpointChoices(db, teamId, now)]);
  const endpoints = choices.map(({ endpoint, price }) => ({
    endpoint, history: null, prices: price ? [{ validFromMs: price.validFrom.getTime(), price: price.price }] : [],
  }));
  return { takenAtMs: now.getTime(), fromMs: range.from.getTime(), toMs: range.to.getTime(), profiles, endpoints, domains: {}, traffic: null };
}
