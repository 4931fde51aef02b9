import { type Influence, type Influences, largestInfluences } from "@/lib/sandbox/influences";
import type { Influence as ShownInfluence } from "./result/prepare-tornado";

/** The inputs that move the effective cost most, in words. */
export function describeInfluences(found: Influences): ShownInfluence[] {
  return largestInfluences(found, "effectiveUsdPerMillion").flatMap((each): ShownInfluence[] => {
    const [atLow, atHigh] = [each.low.effectiveUsdPerMillion, each.high.effectiveUsdPerMillion];
    if (atLow === null || atHigh === null) return [];
    const [low, high] = each.ends.map((end) => wordEnd(each, end));
    return [{ key: each.path, label: each.label, low: low ?? "", high: high ?? "", atLow, atHigh }];
  });
}

/** Success and time down are shares; all else is told by how much more or less it is. */
function wordEnd({ path }: Influence, end: number): string {
  if (/\.(success|downShare)$/.test(path)) return `${Number((end * 100).toFixed(3))}%`;
  const percent = Number((Math.abs(end - 1) * 100).toPrecision(3));
  return `${percent}% ${end < 1 ? "less" : "more"}`;
}
