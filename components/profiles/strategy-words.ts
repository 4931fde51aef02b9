import type { Strategy } from "@/lib/core/profile";

type StrategyWords = { name: string; /** The order in which it tries tiers, as a sentence. */ order: string };

const WORDS: Record<Strategy, StrategyWords> = {
  ordered: { name: "In order", order: "Tiers are tried in the order below." },
  cheapest: { name: "Cheapest first", order: "Whoever is expected to cost least for this call goes first." },
  fastest: { name: "Fastest first", order: "Whoever answered fastest of late goes first; one call in twenty tries the one not asked for longest." },
  weighted: { name: "By weight", order: "The first tier is drawn by its weight, the rest follow by weight." },
  "expected-cost": { name: "Least expected cost", order: "The order that is expected to cost least until the call is served, failures included." },
};

export function strategyWords(strategy: Strategy): StrategyWords {
  return WORDS[strategy];
}
