import { endsAsWell, goesOnAsWell, keepIfBetter, type Label } from "./label";
import type { Field, Option, Passages } from "./passage";
import { incrementOf, pass, type Reach, shareOf } from "./reach";
import { shareInTime, type Waiting } from "./waiting";

/** The calls that have come through a set of options, and the best orders of the set: none for the empty one. */
export type Front = { reach: Reach; waiting: Waiting; labels: readonly Label[] };

/** Where the orders go that end in one more option: those that go on, and those that are whole profiles. */
export type Sink = { going: Label[]; whole: Label[] };

/** Puts the option behind each order of a set. */
export function extend(from: Front, option: Option, field: Field, into: Sink): void {
  const isSame = option.lastPassages === option.passages;
  const going = addedBy(from, option, option.passages, field);
  const last = isSame ? going : addedBy(from, option, option.lastPassages, field);
  for (const before of from.labels.length === 0 ? [null] : from.labels) {
    const label = append(before, option, going);
    keepIfBetter(into.going, label, goesOnAsWell);
    keepIfBetter(into.whole, isSame ? label : append(before, option, last), endsAsWell);
  }
}

type Added = Pick<Label, "spendUsd" | "ended" | "endedTokens" | "unserved" | "unservedTokens" | "slack">;

function addedBy({ reach, waiting }: Front, option: Option, passages: Passages, { spells }: Field): Added {
  const { spendUsd, ended, served } = incrementOf(reach, option, passages, spells);
  const through = shareOf(pass(reach.slice(), option.domain, passages, spells), spells);
  const slack = waiting ? served.reduce((sum, share, spell) => sum + share * (shareInTime(waiting, option, spell) - 0.95), 0) : 0;
  return { spendUsd, ended: ended.calls, endedTokens: ended.tokens, unserved: through.calls, unservedTokens: through.tokens, slack };
}

function append(before: Label | null, option: Option, added: Added): Label {
  const ended = (before?.ended ?? 0) + added.ended;
  const endedTokens = (before?.endedTokens ?? 0) + added.endedTokens;
  return {
    option, before, tiers: (before?.tiers ?? 0) + 1, spendUsd: (before?.spendUsd ?? 0) + added.spendUsd, ended, endedTokens,
    unserved: ended + added.unserved, unservedTokens: endedTokens + added.unservedTokens, slack: (before?.slack ?? 0) + added.slack,
  };
}
