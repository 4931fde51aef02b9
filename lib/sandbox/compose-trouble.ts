import { findNearest } from "@/lib/core/nearest";
import type { Tier } from "@/lib/core/profile";
import { failureOf } from "./failures";
import type { TroubleInput } from "./inputs";
import { type Notebook, TYPED } from "./notebook";
import type { Trouble } from "./scenario";
import { wordAmount, wordMinutes, wordPercent } from "./words";

const FAILS_AFTER_MS = 1_000;
const MOST_FACTOR = 1_000;

/** What trouble can be about: the names that the team has, of which the profile may use a part. */
export type TroubleTargets = { minutes: number; tiers: readonly Tier[]; domains: readonly string[]; endpoints: readonly string[] };

export function composeTrouble(typed: readonly TroubleInput[], targets: TroubleTargets, notes: Notebook): Trouble[] {
  checkTogether(typed, notes);
  return typed.flatMap((each, index) => {
    const path = `trouble.${index}`;
    checkSpan(path, each, targets.minutes, notes);
    checkTargets(path, each, targets, notes);
    const trouble = readTrouble(path, each, targets.tiers, notes);
    notes.note(path, `Trouble ${index + 1}`, wordTrouble(each), TYPED);
    return trouble ?? [];
  });
}

function checkSpan(path: string, { fromMinute, minutes }: TroubleInput, runMinutes: number, notes: Notebook): void {
  const from = notes.readAmount(`${path}.fromMinute`, "The first minute", fromMinute);
  notes.readAmount(`${path}.minutes`, "How long it lasts, in minutes,", minutes, { isAbove: true });
  if (from !== undefined && from >= runMinutes) notes.refuse(`${path}.fromMinute`, `It begins at minute ${wordAmount(from)}, when the run of ${wordMinutes(runMinutes)} is over.`);
}

/** Troubles of one kind multiply where they overlap: a hundred of them would leave the numbers that there are. */
function checkTogether(typed: readonly TroubleInput[], notes: Notebook): void {
  for (const [index, trouble] of typed.entries()) {
    if (!("factor" in trouble)) continue;
    const others = typed.filter((each, at) => at !== index && each.kind === trouble.kind && each.fromMinute <= trouble.fromMinute && trouble.fromMinute < each.fromMinute + each.minutes);
    const together = others.reduce((all, each) => ("factor" in each ? all * each.factor : all), trouble.factor);
    if (others.length === 0 || (together <= MOST_FACTOR && together >= 1 / MOST_FACTOR)) continue;
    notes.refuse(`trouble.${index}.factor`, `With the others of its kind at minute ${wordAmount(trouble.fromMinute)} it makes ${wordAmount(together)} times as much: from ${1 / MOST_FACTOR} to ${wordAmount(MOST_FACTOR)} is what can be.`);
  }
}

function checkTargets(path: string, trouble: TroubleInput, { domains, endpoints }: TroubleTargets, notes: Notebook): void {
  if (trouble.kind === "traffic") return;
  const [field, named, known] = trouble.kind === "price" ? ["endpoints", trouble.endpoints, endpoints] as const : ["domains", trouble.domains, domains] as const;
  const what = field === "endpoints" ? "endpoint" : "failure domain";
  if (named.length === 0) notes.refuse(`${path}.${field}`, `Say which ${what} it is about.`);
  const stranger = named.find((name) => !known.includes(name));
  if (stranger !== undefined) notes.refuse(`${path}.${field}`, wordStranger(stranger, what, known));
}

/** "There is no endpoint gorq/llama. Do you mean groq/llama?" */
export function wordStranger(name: string, what: string, known: readonly string[]): string {
  const nearest = findNearest(name, [...known]);
  return `The team has no ${what} ${name}.${nearest === null ? "" : ` Do you mean ${nearest}?`}`;
}

function readTrouble(path: string, typed: TroubleInput, tiers: readonly Tier[], notes: Notebook): Trouble | null {
  const span = { fromMinute: typed.fromMinute, toMinute: typed.fromMinute + typed.minutes };
  const factor = "factor" in typed ? (notes.readAmount(`${path}.factor`, "The factor", typed.factor, { isAbove: true, most: MOST_FACTOR }) ?? 1) : 1;
  const share = "share" in typed ? (notes.readShare(`${path}.share`, "The share of attempts", typed.share) ?? 1) : 1;
  switch (typed.kind) {
    case "outage":
      return { ...span, kind: "outage", domains: typed.domains, share, failure: failureOf(typed.cause ?? "server_error", { otherwiseAfter: fails }) };
    case "rate-limits": {
      const retryAfterMs = notes.readAmount(`${path}.retryAfterMs`, "The time to wait, in ms,", typed.retryAfterMs, { most: 86_400_000 }) ?? null;
      return { ...span, kind: "outage", domains: typed.domains, share, failure: failureOf("rate_limited", { retryAfterMs, otherwiseAfter: fails }) };
    }
    case "slow":
      return { ...span, kind: "slow", domains: typed.domains, factor };
    case "price": {
      const endpointIds = tiers.filter(({ endpoint }) => typed.endpoints.includes(endpoint.name)).map(({ endpoint }) => endpoint.id);
      return endpointIds.length === 0 ? null : { ...span, kind: "price", endpointIds, factorMillionths: Math.round(factor * 1_000_000) };
    }
    case "traffic":
      return { ...span, kind: "traffic", factor };
  }
}

const fails = { kind: "fixed", value: FAILS_AFTER_MS } as const;

function wordTrouble(typed: TroubleInput): string {
  const when = `from minute ${wordAmount(typed.fromMinute)} on for ${wordMinutes(typed.minutes)}`;
  switch (typed.kind) {
    case "outage":
      return `${typed.domains.join(", ")} ${(typed.share ?? 1) < 1 ? `fails ${wordPercent(typed.share ?? 1)} of attempts` : "down"} ${when}`;
    case "rate-limits":
      return `${typed.domains.join(", ")} answers 429 to ${wordPercent(typed.share ?? 1)} of attempts ${when}`;
    case "slow":
      return `${typed.domains.join(", ")} takes ${wordAmount(typed.factor)} times as long ${when}`;
    case "price":
      return `${typed.endpoints.join(", ")} charges ${wordAmount(typed.factor)} times as much ${when}`;
    case "traffic":
      return `${wordAmount(typed.factor)} times as many calls ${when}`;
  }
}
