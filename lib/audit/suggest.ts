import { compare, type Ratio, subtract } from "@/lib/core/ratio";
import { weightsKey } from "@/lib/core/weights";
import type { Finding } from "./finding";
import { OTHER_CALL } from "./symbols";

/** What a team has that could take a finding's place. */
export type TeamBoard = {
  endpoints: readonly {
    /** `provider/model` */
    name: string;
    provider: string;
    upstreamModel: string;
    /** Its key of lib/core/weights. */
    weights: string;
    /** USD per million tokens of the team's mix; null where nobody knows. */
    mixCost: Ratio | null;
  }[];
  /** By slug, each with the endpoints of its tiers in order. */
  profiles: readonly { slug: string; tiers: readonly string[] }[];
};

/** What would stand in a finding's place. */
export type Suggestion = {
  /** `profile`: a profile's slug; `chain`: endpoints, the cheapest first; `none`: the team has nothing of these weights. */
  kind: "profile" | "chain" | "none";
  names: string[];
  /** The one-line change in words. */
  change: string;
  /** USD per million tokens of the team's mix; negative where the cheapest costs more. null is unknown. */
  saving: Ratio | null;
  /** The endpoint that it is held against, and the cheapest of the same weights. */
  from: string | null;
  floor: string | null;
};

/** @param board null without the team's database: then savings are unknown */
export function suggest(finding: Finding, board: TeamBoard | null, baseUrl: string): Suggestion {
  const unknown = { kind: "none" as const, names: [], saving: null, from: null, floor: null };
  if (finding.kind === "key") return { ...unknown, change: "Not needed once its clients use a RouteLedger API key (keys create --name …)." };
  if (finding.kind !== "model" || finding.model === null) return { ...unknown, change: describeAddressChange(finding, baseUrl) };
  if (OTHER_CALL.test(`${finding.code}.`)) return { ...unknown, change: "RouteLedger serves chat completions: make it one (chat.completions.create), then name a profile or an endpoint." };
  if (board === null) return { ...unknown, change: `${JSON.stringify(finding.model)} → a profile of the team, or an endpoint.` };
  return suggestModel(finding.model, finding.provider, board);
}

function suggestModel(model: string, provider: string | null, board: TeamBoard): Suggestion {
  const key = weightsKey(model, null);
  const equal = board.endpoints.filter(({ weights, upstreamModel, name }) => weights === key || upstreamModel === model || name === model).sort(byCost);
  const profile = findProfile(board, equal.map(({ name }) => name));
  const from = equal.find((endpoint) => endpoint.provider === provider);
  const floor = equal.find(({ mixCost }) => mixCost !== null);
  const names = profile === null ? equal.map(({ name }) => name) : [profile];
  return {
    kind: profile !== null ? "profile" : names.length > 0 ? "chain" : "none",
    names,
    change: names.length === 0 ? `No endpoint of these weights yet: add one, then name it or a profile in place of ${JSON.stringify(model)}.` : `${JSON.stringify(model)} → ${describeNames(names)}`,
    saving: from?.mixCost && floor?.mixCost ? subtract(from.mixCost, floor.mixCost) : null,
    from: from?.name ?? null,
    floor: floor?.name ?? null,
  };
}

/** The profile that asks one of these endpoints earliest. */
function findProfile({ profiles }: TeamBoard, endpoints: readonly string[]): string | null {
  const ranked = profiles.flatMap(({ slug, tiers }) => {
    const place = tiers.findIndex((tier) => endpoints.includes(tier));
    return place === -1 ? [] : [{ slug, place }];
  });
  return ranked.sort((a, b) => a.place - b.place || (a.slug < b.slug ? -1 : 1))[0]?.slug ?? null;
}

function describeNames(names: readonly string[]): string {
  return names.length === 1 ? JSON.stringify(names[0]) : JSON.stringify(names);
}

function describeAddressChange({ edit, kind, takesAddress, otherUse }: Finding, baseUrl: string): string {
  if (edit) return edit.before === "" ? `add ${edit.after.replace(/^\{(.*)\}$/, "$1").replace(/,?\s*$/, "").trim()}` : `${edit.before} → ${edit.after}`;
  if (kind !== "client") return `Ask ${baseUrl} instead, with a RouteLedger API key.`;
  if (otherUse !== undefined) return `Make a client of its own for chat completions, with the base URL ${baseUrl}: this one also makes calls (${otherUse}) that RouteLedger does not serve.`;
  return takesAddress ? `Give it the base URL ${baseUrl} by hand: what sets its address is put together elsewhere.` : `Use an OpenAI client with the base URL ${baseUrl}: this SDK speaks to its own provider alone.`;
}

function byCost(a: TeamBoard["endpoints"][number], b: TeamBoard["endpoints"][number]): number {
  if (a.mixCost === null || b.mixCost === null) return Number(a.mixCost === null) - Number(b.mixCost === null) || (a.name < b.name ? -1 : 1);
  return compare(a.mixCost, b.mixCost) || (a.name < b.name ? -1 : 1);
}
