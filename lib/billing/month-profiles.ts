import { parseUsdExact } from "@/lib/core/money";
import { NIL_ID } from "@/lib/core/profile";
import { splitWarcChange, type TierCells } from "@/lib/core/warc-change";
import { decimal, usd } from "./amounts";
import { describeFigures, figuresOf } from "./month-figures";
import { countOf, groupBy, lineOf, type MonthRows, sortLines } from "./month-lists";
import type { ProfileLine } from "./month-report";

/** An endpoint's cells within a profile, in one month. */
export type ProfileCells = TierCells & { profileId: string };

/** Every profile that made a call, and why its WARC is another than the month before. */
export function listProfileLines({ attempts, calls, names }: MonthRows, before: readonly ProfileCells[], now: readonly ProfileCells[]): ProfileLine[] {
  const attemptsOf = groupBy(attempts, ({ profileId }) => profileId);
  const callsOf = groupBy(calls, ({ profileId }) => profileId);
  const ids = new Set([...callsOf.keys(), ...attemptsOf.keys()]);
  return sortLines([...ids].map((profileId): ProfileLine => {
    const [ownAttempts, ownCalls] = [attemptsOf.get(profileId) ?? [], callsOf.get(profileId) ?? []];
    const { slug, name, baseline } = names.profile(profileId);
    const cellsOf = (tiers: readonly ProfileCells[]) => tiers.filter((tier) => tier.profileId === profileId);
    const { attempts: failed, unknownAttempts } = lineOf("", "", ownAttempts.filter(({ outcome }) => outcome === "failed"), 0);
    return {
      ...lineOf(slug, name, ownAttempts, countOf(ownCalls, (row) => row.calls)),
      failed: { attempts: failed, unknownAttempts },
      figures: describeFigures(figuresOf(ownAttempts, ownCalls)),
      baseline: profileId === NIL_ID ? null : baseline,
      change: changeOf(cellsOf(before), cellsOf(now)),
    };
  }));
}

/** Rounded so that the parts still add up: the last takes what rounding leaves, at most two units of the last place. */
export function changeOf(before: readonly TierCells[], after: readonly TierCells[]): ProfileLine["change"] {
  const split = splitWarcChange(before, after);
  if (!split) return null;
  const [from, to, mix, tokenMix] = [split.before, split.after, split.mix, split.tokenMix].map((part) => decimal(part)) as [string, string, string, string];
  const price = usd(parseUsdExact(to) - parseUsdExact(from) - parseUsdExact(mix) - parseUsdExact(tokenMix));
  return { before: from, after: to, mix, tokenMix, price };
}
