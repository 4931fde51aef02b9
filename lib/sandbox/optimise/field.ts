import { hasCaps } from "@/lib/core/capacity";
import type { ProfileRules, Tier } from "@/lib/core/profile";
import { callsOf, cutIntoPhases, type Phase } from "../closed-form/phases";
import { downShareOf, type EndpointModel, type Scenario } from "../scenario";
import { meanOf } from "../spread";
import type { Field, Option, Spell } from "./passage";
import { probe, type Probed } from "./probe";
import type { Choice, Question } from "./question";
import { timesOf } from "./times-of-option";

type Tiers = readonly Omit<Tier, "position">[];

/** What tiers there can be of each endpoint: every number of retries with every choice of caps. */
export function listTiers({ choices, maxRetries }: Question): Tiers[] {
  return choices.map(({ endpoint, rules, caps }) =>
    caps.flatMap((each) => Array.from({ length: maxRetries + 1 }, (_, retries) => ({
      // Candidates stand in the order in which they are written.
      endpoint, rules: { ...rules, retries, caps: each, lastResort: false },
    }))),
  );
}

/** The rules of every candidate. */
export function rulesOf({ scenario }: Question): ProfileRules {
  return { ...scenario.profile.rules, strategy: "ordered" };
}

/**
 * The chances of every option, each taken from the closed form of a profile of its own: so that a search agrees with it.
 * null where a tier's chances hang on which tiers stand before or behind it, so that only whole profiles can be judged:
 * with caps and limits (on how many calls come), conditions, limits of attempts, waits (on what the next one costs), and
 * windows that decide who follows.
 */
export function buildField(question: Question): Field | null {
  const { scenario, choices } = question;
  if (!isOrdinary(question)) return null;
  const tiers = listTiers(question);
  const phases = phasesOf(question, tiers.flat());
  const domains = [...new Set(choices.map(({ endpoint }) => endpoint.failureDomain))];
  const rules = rulesOf(question);
  const probed = tiers.map((ofEndpoint) => ofEndpoint.map((tier) => probe({ ...scenario, profile: { ...scenario.profile, rules } }, tier, phases)));
  const [first] = probed.flat();
  if (!first || probed.some((ofEndpoint) => ofEndpoint.some((each) => each?.kinds !== first.kinds))) return null;
  const downShares = domains.map((name) => downShareIn(scenario, name));
  const promisedMs = question.constraints.firstTokenP95AtMostMs;
  return {
    spells: spellsOf(phases, first, downShares),
    options: tiers.map((ofEndpoint, endpoint) => ofEndpoint.map((tier, index): Option => {
      const own = probed[endpoint]?.[index];
      if (!own) throw new Error(`${tier.endpoint.name} was not probed`);
      const domain = domains.indexOf(tier.endpoint.failureDomain);
      const times = promisedMs === null ? null : own.going.map((each) => timesOf(each, downShares[domain] ?? 0, promisedMs));
      return { tier, domain, ...passagesOf(own), times };
    })),
  };
}

function passagesOf({ going, last }: Probed): Pick<Option, "passages" | "lastPassages"> {
  const passages = going.map(({ up, down }) => ({ up: up.passage, down: down.passage }));
  const lastPassages = last.map(({ up, down }) => ({ up: up.passage, down: down.passage }));
  const served = (all: typeof passages) => all.flatMap(({ up, down }) => [up, down]).map(({ passes, ends }) => 1 - passes - ends);
  // The last tier passes calls on to nobody: they are unserved there or after it alike.
  const lastServed = served(lastPassages);
  const isSame = served(passages).every((share, index) => Math.abs(share - (lastServed[index] ?? 0)) < 1e-12) && sameSpend(passages, lastPassages);
  return { passages, lastPassages: isSame ? passages : lastPassages };
}

function sameSpend(a: Option["passages"], b: Option["passages"]): boolean {
  return a.every(({ up, down }, spell) => {
    const other = b[spell];
    return other !== undefined && isClose(up.spendUsd, other.up.spendUsd) && isClose(down.spendUsd, other.down.spendUsd);
  });
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-12 * Math.max(a, b);
}

/** The run cut wherever anything changes for any of the tiers. */
function phasesOf({ scenario }: Question, tiers: Tiers): Phase[] {
  const wide = tiers.map((tier, index) => ({ ...tier, position: index + 1 }));
  return cutIntoPhases({ ...scenario, profile: { ...scenario.profile, tiers: wide } });
}

function spellsOf(phases: readonly Phase[], { shares, tokens }: Probed, downShares: readonly number[]): Spell[] {
  const calls = phases.reduce((sum, phase) => sum + callsOf(phase), 0);
  const minutes = phases.reduce((sum, phase) => sum + phase.minutes, 0);
  const all = phases.flatMap((phase, index) => {
    const weight = calls === 0 ? phase.minutes / minutes : callsOf(phase) / calls;
    const inPhase = shares.length / phases.length;
    return Array.from({ length: inPhase }, (_, kind) => ({ share: weight * (shares[index * inPhase + kind] ?? 0), tokens: tokens[index * inPhase + kind] ?? 0 }));
  });
  const mean = all.reduce((sum, spell) => sum + spell.share * spell.tokens, 0);
  return all.map((spell) => ({ share: spell.share, tokens: mean === 0 ? 1 : spell.tokens / mean, downShares }));
}

function downShareIn({ domains }: Scenario, name: string): number {
  const model = domains.get(name);
  return model ? downShareOf(model.upMinutes, meanOf(model.outageMinutes)) : 0;
}

function isOrdinary({ scenario, choices }: Question): boolean {
  const { rules } = scenario.profile;
  if (rules.maxAttempts !== null || rules.wait.maxMs > 0) return false;
  const decidesByWindow = [...scenario.domains.values(), ...scenario.trouble.filter(({ kind }) => kind === "outage")].some((each) => "failure" in each && each.failure.cause === "context_length");
  return !decidesByWindow && choices.every((choice) => isOrdinaryChoice(choice, scenario.endpoints.get(choice.endpoint.id)));
}

function isOrdinaryChoice({ rules, caps }: Choice, model: EndpointModel | undefined): boolean {
  if (model?.limits || rules.when !== null || caps.some(hasCaps)) return false;
  return model?.failures.every(({ cause, share }) => cause !== "context_length" || share === 0) ?? false;
}
