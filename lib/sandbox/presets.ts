import type { Tier } from "@/lib/core/profile";
import type { Background } from "./background";
import { composeTraffic } from "./compose-traffic";
import type { ScenarioInputs, TroubleInput } from "./inputs";
import { Notebook } from "./notebook";
import { middleOf } from "./ranges";
import type { SandboxProfile, Traffic } from "./scenario";

/** A scenario that many ask about. */
export type Preset = {
  id: string;
  name: string;
  /** What it does, in a sentence. */
  what: string;
  /** Puts its trouble in place of what the inputs have, and leaves all else, but for a curve of traffic where it needs a peak. */
  apply(inputs: ScenarioInputs, profile: SandboxProfile, background: Background): ScenarioInputs;
};

/** Incidents of OpenAI's API by their status page, 2021 to 2024 (data of arXiv 2501.12469): half are over by then, nine of ten. */
const MEDIAN_OUTAGE_MINUTES = 77;
const P90_OUTAGE_MINUTES = 300;
const STORM = { minutes: 30, share: 0.9, retryAfterMs: 20_000 };
const BATCH = { fromHour: 2, minutes: 120, factor: 10 };

const DAY_MINUTES = 1_440;
/** Whoever is not told how much traffic there is gets a call a second. */
const SOME_CALLS_PER_MINUTE = 60;

export const PRESETS: readonly Preset[] = [
  {
    id: "primary-77-min",
    name: "Primary down for 77 minutes at peak",
    what: "The failure domain of tier 1 is down from the start of the busiest hour on, as long as half of real incidents last.",
    apply: (inputs, profile, background) => primaryDown(inputs, profile, background, MEDIAN_OUTAGE_MINUTES),
  },
  {
    id: "primary-5-hours",
    name: "Primary down for 5 hours",
    what: "The failure domain of tier 1 is down from the start of the busiest hour on, longer than nine of ten real incidents.",
    apply: (inputs, profile, background) => primaryDown(inputs, profile, background, P90_OUTAGE_MINUTES),
  },
  {
    id: "frontier-down",
    name: "All frontier providers down",
    what: "Everything that stands on OpenAI, Anthropic or Google is down for 77 minutes at peak; where a profile has nothing of theirs, all of its failure domains.",
    apply(inputs, profile, background) {
      const frontier = profile.tiers.filter(isFrontier);
      const domains = domainsOf(frontier.length > 0 ? frontier : profile.tiers, inputs);
      return atPeak(inputs, background, MEDIAN_OUTAGE_MINUTES, (span) => ({ kind: "outage", domains, ...span }));
    },
  },
  {
    id: "rate-limit-storm",
    name: "429 storm",
    what: "The failure domain of tier 1 answers 429 to nine of ten attempts for 30 minutes at peak, and asks to come back after 20 seconds.",
    apply(inputs, profile, background) {
      const { minutes, share, retryAfterMs } = STORM;
      const domains = domainsOf(profile.tiers.slice(0, 1), inputs);
      return atPeak(inputs, background, minutes, (span) => ({ kind: "rate-limits", domains, share, retryAfterMs, ...span }));
    },
  },
  {
    id: "price-double",
    name: "Price of the primary doubles",
    what: "Tier 1 charges twice as much from the start on.",
    apply: (inputs, profile, background) => dearer(inputs, profile, background, 2),
  },
  {
    id: "price-20-up",
    name: "Price of the primary up by 20%",
    what: "Tier 1 charges a fifth more from the start on.",
    apply: (inputs, profile, background) => dearer(inputs, profile, background, 1.2),
  },
  {
    id: "traffic-3",
    name: "Traffic × 3",
    what: "Three times as many calls from the start on.",
    apply: (inputs, _, background) => busier(inputs, background, 3),
  },
  {
    id: "traffic-10",
    name: "Traffic × 10",
    what: "Ten times as many calls from the start on.",
    apply: (inputs, _, background) => busier(inputs, background, 10),
  },
  {
    id: "nightly-batch",
    name: "Nightly batch with caps",
    what: "From 02:00 to 04:00 UTC ten times as many calls, while the provider of tier 1 lets through no more than three times the usual a minute.",
    apply: nightlyBatch,
  },
];

type Span = { fromMinute: number; minutes: number };

function primaryDown(inputs: ScenarioInputs, { tiers }: SandboxProfile, background: Background, minutes: number): ScenarioInputs {
  const domains = domainsOf(tiers.slice(0, 1), inputs);
  return atPeak(inputs, background, minutes, (span) => ({ kind: "outage", domains, ...span }));
}

function dearer(inputs: ScenarioInputs, { tiers }: SandboxProfile, background: Background, factor: number): ScenarioInputs {
  const endpoints = tiers.slice(0, 1).map(({ endpoint }) => endpoint.name);
  return { ...inputs, trouble: [{ kind: "price", endpoints, factor, fromMinute: 0, minutes: trafficOf(inputs, background).minutes }] };
}

function busier(inputs: ScenarioInputs, background: Background, factor: number): ScenarioInputs {
  return { ...inputs, trouble: [{ kind: "traffic", factor, fromMinute: 0, minutes: trafficOf(inputs, background).minutes }] };
}

function nightlyBatch(inputs: ScenarioInputs, { tiers }: SandboxProfile, background: Background): ScenarioInputs {
  const { startsAtMs, minutes, rate } = trafficOf(inputs, background);
  const mean = rate.callsPerMinute.reduce((sum, calls) => sum + calls, 0) / rate.callsPerMinute.length;
  const startMinute = Math.floor(startsAtMs / 60_000) % DAY_MINUTES;
  const fromMinute = (BATCH.fromHour * 60 - startMinute + DAY_MINUTES) % DAY_MINUTES;
  const [primary] = tiers;
  const name = primary?.endpoint.name ?? "";
  const limits = { ...inputs.endpoints[name]?.limits, requestsPerMinute: Math.ceil(3 * (mean > 0 ? mean : SOME_CALLS_PER_MINUTE)) };
  return {
    ...inputs,
    // A run that is over before the batch begins is made long enough for it.
    traffic: fromMinute < minutes ? inputs.traffic : { ...inputs.traffic, minutes: DAY_MINUTES },
    endpoints: primary ? { ...inputs.endpoints, [name]: { ...inputs.endpoints[name], limits } } : inputs.endpoints,
    trouble: [{ kind: "traffic", factor: BATCH.factor, fromMinute, minutes: BATCH.minutes }],
  };
}

/** Begins with the busiest stretch; where all are alike, nobody would see a peak, and traffic follows the hours of the day. */
function atPeak(inputs: ScenarioInputs, background: Background, minutes: number, trouble: (span: Span) => TroubleInput): ScenarioInputs {
  const { curve, day } = inputs.traffic;
  const shaped: ScenarioInputs = curve === undefined && day === undefined ? { ...inputs, traffic: { ...inputs.traffic, curve: "daily" } } : inputs;
  const traffic = trafficOf(shaped, background);
  return { ...shaped, trouble: [trouble({ fromMinute: peakMinute(traffic), minutes })] };
}

function peakMinute({ rate: { stretchMinutes, callsPerMinute }, minutes }: Traffic): number {
  const within = callsPerMinute.slice(0, Math.ceil(minutes / stretchMinutes));
  return Math.max(0, within.indexOf(Math.max(...within))) * stretchMinutes;
}

/** What is wrong with the inputs is told where they are composed. */
function trafficOf(inputs: ScenarioInputs, background: Background): Traffic {
  return composeTraffic(middleOf(inputs).traffic, background, new Notebook());
}

function domainsOf(tiers: readonly Tier[], { endpoints }: ScenarioInputs): string[] {
  return [...new Set(tiers.map(({ endpoint }) => endpoints[endpoint.name]?.failureDomain ?? endpoint.failureDomain))];
}

const FRONTIER_AUTHORS: ReadonlySet<string> = new Set(["openai", "anthropic", "google"]);
/** Their models where the name says no author. */
const FRONTIER_MODELS = /^(gpt-|chatgpt|o[1-9]\b|claude|gemini)/;

function isFrontier({ endpoint: { provider, model } }: Tier): boolean {
  const [author = ""] = model.split("/");
  return FRONTIER_AUTHORS.has(provider) || FRONTIER_AUTHORS.has(author) || FRONTIER_MODELS.test(model);
}

