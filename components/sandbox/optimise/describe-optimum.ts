import type { Binding, Constraints, Dropped, Optimum, Point } from "@/lib/sandbox/optimise/question";
import { availability } from "../../availability";
import { formatCount, formatDuration, plural } from "../../counts";
import { perMillion, toRatio, totalOf } from "../result/figures";
import { availabilityInWords, firstTokenInWords, promisesInWords, tiersInWords } from "./describe-point";

/** The answer in a sentence; null where there is none, since `impossible` then says why. */
export function headlineOf({ cheapest, current }: Optimum): string | null {
  if (!cheapest) return null;
  const what = `${tiersInWords(cheapest.profile.tiers)}: ${perMillion(cheapest.effectiveUsdPerMillion)} at ${availabilityInWords(cheapest.availability)}.`;
  if (!current) return what;
  if (current.id === cheapest.id) return `Nothing is cheaper than the profile as it serves now. ${what}`;
  return `${what} ${againstCurrent(cheapest, current)}`;
}

function againstCurrent(cheapest: Point, current: Point): string {
  const difference = current.effectiveUsdPerMillion - cheapest.effectiveUsdPerMillion;
  if (Math.abs(difference) <= 1e-9 * current.effectiveUsdPerMillion) return "The current profile costs the same.";
  const isCheaper = difference > 0;
  const broken = !isCheaper && current.breaks.length > 0 ? `, which does not keep ${promisesInWords(current.breaks)}` : "";
  return `That is ${perMillion(Math.abs(difference))} ${isCheaper ? "less" : "more"} than the current profile${broken}.`;
}

/** How sure the answer is, and what it took. */
export function methodInWords({ method, combinations }: Pick<Optimum, "method" | "combinations">): string {
  const looked = `${plural(combinations, "combination")} of endpoints, retries and caps`;
  return method === "exact"
    ? `Exact: ${looked} were compared, each in every order that can matter.`
    : `A search, not a proof: the most promising ${looked} were compared. A better one that was never looked at is possible.`;
}

/** What a constraint costs: "Availability of at least 99.95% binds: at 99.93% it would cost $0.41/M less." */
export function bindingInWords({ constraint, instead, savesUsdPerMillion }: Binding, constraints: Constraints): string {
  const less = `it would cost ${perMillion(savesUsdPerMillion)} less`;
  switch (constraint) {
    case "availability":
      return `Availability of at least ${availability(toRatio(constraints.availabilityAtLeast ?? 0))} binds: at ${availability(toRatio(instead.availability))} ${less}.`;
    case "firstTokenP95":
      return `A first token within ${formatDuration(constraints.firstTokenP95AtMostMs ?? 0)} binds: at ${firstTokenInWords(instead.firstTokenP95Ms)} ${less}.`;
    case "models":
      return `The allowed models bind: with ${newModels(instead, constraints).join(", ")} ${less}.`;
    case "monthlyUsd":
      return `The budget of ${totalOf(constraints.monthlyUsdAtMost)} a month binds: with ${totalOf(instead.monthlyUsd)} ${less}.`;
  }
}

function newModels({ profile }: Point, { models }: Constraints): string[] {
  const used = profile.tiers.map(({ endpoint }) => endpoint.model);
  return [...new Set(used.filter((model) => !models?.includes(model)))];
}

/** Why a profile is not on the front. */
export function whyDropped({ why, point }: Dropped): string {
  if (why.kind === "breaks") return `It does not keep ${promisesInWords(why.constraints)}.`;
  const { by } = why;
  const saves = point.effectiveUsdPerMillion - by.effectiveUsdPerMillion;
  const isCheaper = saves > 1e-9 * point.effectiveUsdPerMillion;
  const isBetter = 1 - by.availability < (1 - point.availability) * (1 - 1e-6);
  const how = isCheaper && isBetter ? `${perMillion(saves)} cheaper and more available` : isCheaper ? `${perMillion(saves)} cheaper and as available` : isBetter ? "as cheap and more available" : "as good with fewer tiers";
  return `${tiersInWords(by.profile.tiers)} is ${how}.`;
}

/** Beside the front: those without a price, and profiles that are not shown. */
export function restInWords({ droppedBeyond }: Pick<Optimum, "droppedBeyond">): string | null {
  return droppedBeyond === 0 ? null : `${formatCount(droppedBeyond)} dearer ones are not shown.`;
}
