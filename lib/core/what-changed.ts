import type { Pico } from "./money";
import { multiply, type Ratio, ratio, roundRatio, subtract } from "./ratio";
import { splitWarcChange, type TierCells } from "./warc-change";

/** An endpoint within a profile. */
export type PairName = { profileId: string; endpointId: string; endpoint: string; tier: number };

/** What an endpoint's attempts within a profile add up to in a period, the failed ones by cause. */
export type PairSums = PairName & {
  attempts: number;
  served: number;
  /** Of unknown cost. */
  unknown: number;
  /** Known cost of all of them. */
  costPico: Pico;
  failures: readonly { cause: string; attempts: number; wastePico: Pico }[];
};

export type ComparedPeriod = { tiers: readonly (TierCells & PairName)[]; pairs: readonly PairSums[] };

/** A fact about two periods. `pico` is what it adds to this period's cost, or takes from it. */
export type ChangeFact = { pico: Pico } & (
  | { kind: "share"; pair: PairName; before: Ratio; now: Ratio }
  | { kind: "price"; pair: PairName }
  /** Tokens a served call. */
  | { kind: "tokens"; pair: PairName; before: Ratio; now: Ratio }
  | { kind: "failing"; pair: PairName; cause: string; before: Tried; now: Tried }
  | { kind: "new-profile"; profileId: string; attempts: number }
  | { kind: "new-endpoint"; pair: PairName; attempts: number }
  | { kind: "unknown"; pair: PairName; attempts: number }
);

/** So many of so many attempts. */
export type Tried = { failures: number; attempts: number };

const MOST = 5;
/** Smaller than that of the period's cost, or of an endpoint's attempts, is noise. */
const NOTABLE = 100n;
/** So few failures more may be chance. */
const FEW_FAILURES = 5;

/**
 * The most that changed, in USD, the largest first and at most five. Amounts are for this period's calls: what they cost
 * beyond what they would have cost at the other period's shares, tokens and prices; of failures, the waste that came with
 * them. What has no known amount stands last, and always has a place. Nothing, where there was nothing before.
 */
export function rankChanges(before: ComparedPeriod, now: ComparedPeriod): ChangeFact[] {
  if (before.pairs.length === 0) return [];
  const costPico = now.pairs.reduce((all, pair) => all + pair.costPico, 0n);
  const isNotable = ({ pico }: ChangeFact) => pico !== 0n && magnitude(pico) * NOTABLE >= costPico;
  const added = listAdded(before, now);
  const isAdded = new Set(added.flatMap(({ keys }) => keys));
  const known: ChangeFact[] = [
    ...listMoved(before, now).filter((fact) => isNotable(fact) && !isAdded.has(keyOf(fact.pair))),
    ...added.map(({ fact }) => fact).filter(isNotable),
    ...listFailing(before, now),
  ].sort((a, b) => compareDescending(magnitude(a.pico), magnitude(b.pico)));
  const unknown = listUnknown(before, now).slice(0, 1);
  return [...known.slice(0, MOST - unknown.length), ...unknown];
}

type PairFact = Extract<ChangeFact, { kind: "share" | "price" | "tokens" }>;

/** What WARC's change splits into, in USD of this period's calls. */
function listMoved(before: ComparedPeriod, now: ComparedPeriod): PairFact[] {
  const split = splitWarcChange(before.tiers, now.tiers, "per-1000-calls");
  if (!split) return [];
  const [callsBefore, calls] = [countCalls(before), countCalls(now)];
  const usd = (perThousand: Ratio) => roundRatio(multiply(perThousand, ratio(calls, 1_000n)), 12, "half-even");
  const find = ({ tiers }: ComparedPeriod, key: string) => tiers.find((tier) => tier.key === key);
  return split.tiers.flatMap(({ key, mix, tokenMix, price }): PairFact[] => {
    const [old, tier] = [find(before, key), find(now, key)];
    const pair = tier ?? old;
    if (!pair) return [];
    const shares = { before: ratio(old?.served.calls ?? 0n, callsBefore), now: ratio(tier?.served.calls ?? 0n, calls) };
    // Against the mean: calls that move to a tier leave the others, so only what it costs beyond them counts.
    const moved = subtract(mix, multiply(subtract(shares.now, shares.before), split.before));
    const facts: PairFact[] = [{ kind: "share", pair, ...shares, pico: usd(moved) }, { kind: "price", pair, pico: usd(price) }];
    const isServed = old && tier && old.served.calls > 0n && tier.served.calls > 0n;
    const perCall = ({ served }: TierCells) => ratio(served.tokens, served.calls);
    if (isServed) facts.push({ kind: "tokens", pair, before: perCall(old), now: perCall(tier), pico: usd(tokenMix) });
    return facts;
  });
}

/** What was not tried before: a whole profile, or an endpoint within one that was. */
function listAdded(before: ComparedPeriod, now: ComparedPeriod): { keys: string[]; fact: ChangeFact }[] {
  const [oldKeys, oldProfiles] = [new Set(before.pairs.map(keyOf)), new Set(before.pairs.map(({ profileId }) => profileId))];
  const newProfiles = [...new Set(now.pairs.map(({ profileId }) => profileId))].filter((id) => !oldProfiles.has(id));
  const profiles = newProfiles.map((profileId) => {
    const pairs = now.pairs.filter((pair) => pair.profileId === profileId);
    return { keys: pairs.map(keyOf), fact: { kind: "new-profile" as const, profileId, ...sumOf(pairs) } };
  });
  const endpoints = now.pairs
    .filter((pair) => oldProfiles.has(pair.profileId) && !oldKeys.has(keyOf(pair)))
    .map((pair) => ({ keys: [keyOf(pair)], fact: { kind: "new-endpoint" as const, pair, ...sumOf([pair]) } }));
  return [...profiles, ...endpoints];
}

/** Endpoints that failed for a cause at least twice as often as before, in a notable part of their attempts. */
function listFailing(before: ComparedPeriod, now: ComparedPeriod): ChangeFact[] {
  return now.pairs.flatMap((pair) => {
    const old = before.pairs.find((other) => keyOf(other) === keyOf(pair));
    return pair.failures.flatMap(({ cause, attempts: failures, wastePico }): ChangeFact[] => {
      const known = old?.failures.find((failure) => failure.cause === cause);
      const was: Tried = { failures: known?.attempts ?? 0, attempts: old?.attempts ?? 0 };
      const isOften = BigInt(failures) * NOTABLE >= BigInt(pair.attempts);
      // failures / attempts >= 2 × before, without dividing.
      const isMore = failures - was.failures >= FEW_FAILURES && failures * was.attempts >= 2 * was.failures * pair.attempts;
      return isOften && isMore ? [{ kind: "failing", pair, cause, before: was, now: { failures, attempts: pair.attempts }, pico: wastePico - (known?.wastePico ?? 0n) }] : [];
    });
  });
}

/** Endpoints whose attempts have a cost that nobody knows, and did not before; the most attempts first. */
function listUnknown(before: ComparedPeriod, now: ComparedPeriod): ChangeFact[] {
  const wasUnknown = new Set(before.pairs.filter(({ unknown }) => unknown > 0).map(keyOf));
  return now.pairs
    .filter((pair) => pair.unknown > 0 && !wasUnknown.has(keyOf(pair)))
    .sort((a, b) => b.unknown - a.unknown)
    .map((pair) => ({ kind: "unknown", pair, attempts: pair.unknown, pico: 0n }));
}

function sumOf(pairs: readonly PairSums[]): { attempts: number; pico: Pico } {
  return {
    attempts: pairs.reduce((all, { attempts }) => all + attempts, 0),
    pico: pairs.reduce((all, { costPico }) => all + costPico, 0n),
  };
}

function countCalls({ tiers }: ComparedPeriod): bigint {
  return tiers.reduce((all, { served }) => all + served.calls, 0n);
}

function keyOf({ profileId, endpointId }: PairName): string {
  return `${profileId}/${endpointId}`;
}

function magnitude(pico: Pico): Pico {
  return pico < 0n ? -pico : pico;
}

function compareDescending(a: bigint, b: bigint): number {
  return a > b ? -1 : Number(a < b);
}
