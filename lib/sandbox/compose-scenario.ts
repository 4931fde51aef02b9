import type { Problems } from "@/lib/core/profile-draft";
import type { Tier } from "@/lib/core/profile";
import type { Assumption } from "./assumption";
import type { Background } from "./background";
import { composeDomain, isApart } from "./compose-domain";
import { composeEndpoint } from "./compose-endpoint";
import { composeTraffic } from "./compose-traffic";
import { composeTrouble, wordStranger } from "./compose-trouble";
import type { ScenarioInputs } from "./inputs";
import { ASSUMED, Notebook, TYPED } from "./notebook";
import type { DomainModel, EndpointModel, SandboxProfile, Scenario } from "./scenario";

const MOST_SEED = 2 ** 32 - 1;

export type ScenarioQuestion = { inputs: ScenarioInputs; profile: SandboxProfile; background: Background };

export type Composed = { scenario: Scenario; assumptions: Assumption[] } | { problems: Problems };

/**
 * Leaves no question open: what is typed goes before the ledger, that before the catalogue, that before status pages, and
 * what nobody knows is assumed. Every value that was taken is among the assumptions, with its source; a range counts with
 * its middle. What cannot be is a sentence at the place of its field.
 */
export function composeScenario({ inputs, profile, background }: ScenarioQuestion): Composed {
  const notes = new Notebook();
  const tiers = profile.tiers.map((tier) => withTypedDomain(tier, inputs));
  checkProfile(tiers, background, notes);
  const names = namesOf(inputs, tiers, background);
  checkNames(inputs, names, notes);
  const scenario: Scenario = {
    profile: { ...profile, tiers },
    breakers: inputs.breakers ?? true,
    traffic: composeTraffic(inputs.traffic, background, notes),
    ...composeTiers(inputs, tiers, background, notes),
    trouble: [],
    seed: inputs.seed,
  };
  const trouble = composeTrouble(inputs.trouble, { minutes: scenario.traffic.minutes, tiers, ...names }, notes);
  composeRest(inputs, notes);
  return Object.keys(notes.problems).length > 0 ? { problems: notes.problems } : { scenario: { ...scenario, trouble }, assumptions: notes.assumptions };
}

function withTypedDomain(tier: Tier, { endpoints }: ScenarioInputs): Tier {
  const failureDomain = endpoints[tier.endpoint.name]?.failureDomain?.trim();
  return failureDomain ? { ...tier, endpoint: { ...tier.endpoint, failureDomain } } : tier;
}

function checkProfile(tiers: readonly Tier[], { endpoints }: Background, notes: Notebook): void {
  if (tiers.length === 0) notes.refuse("profile.tiers", "A profile needs at least one tier.");
  for (const [index, { endpoint }] of tiers.entries()) {
    if (endpoints.some((known) => known.endpoint.id === endpoint.id)) continue;
    notes.refuse(`profile.tiers.${index}.endpoint`, wordStranger(endpoint.name, "endpoint", endpoints.map((known) => known.endpoint.name)));
  }
}

type Names = { endpoints: string[]; domains: string[] };

/** All that inputs may speak of: candidates beside this one share them, and have tiers of their own. */
function namesOf(inputs: ScenarioInputs, tiers: readonly Tier[], background: Background): Names {
  const endpoints = [...background.endpoints.map(({ endpoint }) => endpoint), ...tiers.map(({ endpoint }) => endpoint)];
  const typed = Object.values(inputs.endpoints).flatMap(({ failureDomain }) => failureDomain?.trim() ?? []);
  return {
    endpoints: [...new Set(endpoints.map(({ name }) => name))],
    domains: [...new Set([...endpoints.map(({ failureDomain }) => failureDomain), ...typed])],
  };
}

function checkNames(inputs: ScenarioInputs, { endpoints, domains }: Names, notes: Notebook): void {
  for (const name of Object.keys(inputs.endpoints)) {
    if (!endpoints.includes(name)) notes.refuse(`endpoints.${name}`, wordStranger(name, "endpoint", endpoints));
    if (inputs.endpoints[name]?.failureDomain?.trim() === "") notes.refuse(`endpoints.${name}.failureDomain`, "A failure domain needs a name.");
  }
  for (const name of Object.keys(inputs.domains)) {
    if (!domains.includes(name)) notes.refuse(`domains.${name}`, wordStranger(name, "failure domain", domains));
  }
}

function composeTiers(inputs: ScenarioInputs, tiers: readonly Tier[], background: Background, notes: Notebook): Pick<Scenario, "endpoints" | "domains"> {
  const endpoints = new Map<string, EndpointModel>();
  const domains = new Map<string, DomainModel>();
  const knownOf = (id: string) => background.endpoints.find((known) => known.endpoint.id === id);
  for (const name of new Set(tiers.map(({ endpoint }) => endpoint.failureDomain))) {
    const members = tiers.filter(({ endpoint }) => endpoint.failureDomain === name).map(({ endpoint }) => endpoint);
    const words = {
      name,
      typed: inputs.domains[name],
      known: Object.hasOwn(background.domains, name) ? background.domains[name] : undefined,
      hasTypedSuccess: members.some((endpoint) => inputs.endpoints[endpoint.name]?.success !== undefined),
      histories: members.flatMap(({ id }) => knownOf(id)?.history ?? []),
    };
    const domain = composeDomain(words, notes);
    if (domain) domains.set(name, domain);
    for (const endpoint of members) {
      if (endpoints.has(endpoint.id)) continue;
      const about = { endpoint, typed: inputs.endpoints[endpoint.name] ?? {}, known: knownOf(endpoint.id), isDomainApart: isApart(words) };
      endpoints.set(endpoint.id, composeEndpoint(about, notes));
      const typedDomain = about.typed.failureDomain !== undefined;
      notes.note(`endpoints.${endpoint.name}.failureDomain`, `${endpoint.name}: failure domain`, name, { kind: typedDomain ? "typed" : "catalogue" });
    }
  }
  return { endpoints, domains };
}

export const BREAKERS_OFF = "off";

function composeRest({ breakers, seed }: ScenarioInputs, notes: Notebook): void {
  notes.note("breakers", "Breakers", breakers === false ? BREAKERS_OFF : "on, as in the gateway", breakers === undefined ? ASSUMED : TYPED);
  if (!Number.isInteger(seed) || seed < 0 || seed > MOST_SEED) notes.refuse("seed", `The seed is a whole number from 0 to ${MOST_SEED}.`);
  notes.note("seed", "Seed", String(seed), TYPED);
}
