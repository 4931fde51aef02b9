import type { Cause } from "@/lib/core/outcome";
import { formatUsdTotal } from "@/lib/core/money";
import { type Ratio, roundRatio } from "@/lib/core/ratio";
import type { ChangeFact, PairName, Tried } from "@/lib/core/what-changed";
import { share, UNKNOWN } from "../amounts";
import { causeName } from "../causes";
import { formatCount, plural } from "../counts";

/** A fact as a line: what it adds to the cost, what happened, and which calls show it. */
export type FactLine = { key: string; amount: string; tone: "premium" | "saving" | "plain"; text: string; filters: Record<string, string>; profileId: string };

/** @param profileName by its id */
export function describeFact(fact: ChangeFact, profileName: (profileId: string) => string): FactLine {
  const profileId = "pair" in fact ? fact.pair.profileId : fact.profileId;
  return {
    key: `${fact.kind}/${profileId}/${"pair" in fact ? fact.pair.endpointId : ""}/${fact.kind === "failing" ? fact.cause : ""}`,
    amount: fact.kind === "unknown" ? UNKNOWN : signed(fact.pico),
    tone: fact.pico > 0n ? "premium" : fact.pico < 0n ? "saving" : "plain",
    text: sentenceOf(fact, profileName),
    filters: filtersOf(fact),
    profileId,
  };
}

function sentenceOf(fact: ChangeFact, profileName: (profileId: string) => string): string {
  const name = ({ profileId, endpoint, tier }: PairName) => `${endpoint} (${profileName(profileId)}, tier ${tier})`;
  switch (fact.kind) {
    case "share":
      return `${name(fact.pair)} answered ${share(fact.now)} of calls, ${share(fact.before)} before.`;
    case "price":
      return `${name(fact.pair)} charged ${fact.pico > 0n ? "more" : "less"} for the same tokens.`;
    case "tokens":
      return `Calls to ${name(fact.pair)} had ${tokens(fact.now)} tokens on average, ${tokens(fact.before)} before, or another part of them cached or output.`;
    case "failing":
      return `${name(fact.pair)}: ${causeName(fact.cause as Cause).toLowerCase()} in ${triedText(fact.now)}, ${triedText(fact.before)} before.`;
    case "new-profile":
      return `${profileName(fact.profileId)} is a new profile: ${plural(fact.attempts, "attempt")}.`;
    case "new-endpoint":
      return `${name(fact.pair)} is new: ${plural(fact.attempts, "attempt")}.`;
    case "unknown":
      return `${name(fact.pair)} had ${plural(fact.attempts, "attempt")} of unknown cost, none before: what nobody knows is in no amount.`;
  }
}

function filtersOf(fact: ChangeFact): Record<string, string> {
  if (!("pair" in fact)) return {};
  const { endpoint } = fact.pair;
  if (fact.kind === "failing") return { endpoint, cause: fact.cause };
  if (fact.kind === "unknown") return { endpoint, unknown: "1" };
  // A new one may have served nothing yet; the others are about the calls that were served there.
  return fact.kind === "new-endpoint" ? { endpoint } : { servedBy: endpoint };
}

function triedText({ failures, attempts }: Tried): string {
  return attempts === 0 ? "none" : `${formatCount(failures)} of ${plural(attempts, "attempt")}`;
}

function tokens(value: Ratio): string {
  return formatCount(roundRatio(value, 0, "half-away"));
}

function signed(pico: bigint): string {
  const text = formatUsdTotal(pico);
  return pico > 0n && text.startsWith("$") ? `+${text}` : text;
}
