import type { Background } from "@/lib/sandbox/background";
import { hasCaps } from "@/lib/core/capacity";
import { DEFAULT_TIER_RULES, NO_CAPS, type Caps } from "@/lib/core/profile";
import type { Choice, Constraints, Question } from "@/lib/sandbox/optimise/question";
import type { SandboxProfile } from "@/lib/sandbox/scenario";

/** What is asked, as a person typed it. An empty promise asks for nothing. */
export type QuestionDraft = {
  /** In percent. */
  availability: string;
  /** In milliseconds. */
  firstTokenMs: string;
  /** In USD. */
  monthlyUsd: string;
  retries: "0" | "1" | "2";
  caps: "kept" | "without" | "both";
  /** By name, `provider/model`. */
  endpoints: readonly string[];
  models: readonly string[];
};

export type QuestionField = "availability" | "firstTokenMs" | "monthlyUsd" | "endpoints" | "models";

export type QuestionProblems = Partial<Record<QuestionField, string>>;

/** More take minutes. */
export const MAX_ENDPOINTS = 20;

/** Asks for what the profile is made of, and every other endpoint whose price is known, as far as there is room. */
export function firstDraft({ endpoints }: Background, { tiers }: SandboxProfile): QuestionDraft {
  const own = new Set(tiers.map(({ endpoint }) => endpoint.name));
  const known = endpoints.filter(({ prices }) => prices.length > 0).map(({ endpoint }) => endpoint);
  const first = [...known.filter(({ name }) => own.has(name)), ...known.filter(({ name }) => !own.has(name))];
  return {
    availability: "99.9", firstTokenMs: "", monthlyUsd: "", retries: "1", caps: "kept",
    endpoints: first.slice(0, FIRST_ENDPOINTS).map(({ name }) => name),
    models: [...new Set(known.map(({ model }) => model))],
  };
}

/** As many as are searched exactly within a second. */
const FIRST_ENDPOINTS = 7;

/** The promises in numbers, or what is wrong with them, by field. */
export function readDraft(draft: QuestionDraft, background: Background): { constraints: Constraints } | { problems: QuestionProblems } {
  const problems: QuestionProblems = {};
  const read = (field: "availability" | "firstTokenMs" | "monthlyUsd", most: number, problem: string) => {
    const text = draft[field].trim();
    if (text === "") return null;
    const value = /^\d{1,12}(\.\d{1,12})?$/.test(text) ? Number(text) : NaN;
    if (value > 0 && value <= most) return value;
    problems[field] = problem;
    return null;
  };
  const percent = read("availability", 100, "Type a percentage above 0 and up to 100, such as 99.95.");
  const constraints: Constraints = {
    // Of the decimal number that was typed: 99.95 / 100 has float noise of its own, which must not lift a promise.
    availabilityAtLeast: percent === null ? null : Number((percent / 100).toFixed(14)),
    firstTokenP95AtMostMs: read("firstTokenMs", 3_600_000, "Type milliseconds above 0 and up to an hour, such as 2000."),
    models: allowedModels(draft, background),
    monthlyUsdAtMost: read("monthlyUsd", 1e9, "Type an amount in USD above 0, such as 500. A budget of 0 lets nobody be asked."),
  };
  const { length } = draft.endpoints;
  if (length === 0) problems.endpoints = "Choose at least one endpoint.";
  if (length > MAX_ENDPOINTS) problems.endpoints = `Choose at most ${MAX_ENDPOINTS} endpoints: more would take too long.`;
  if (draft.models.length === 0) problems.models = "Allow at least one model.";
  else if (length > 0 && constraints.models && !modelsOf(draft, background).some((model) => constraints.models?.includes(model))) {
    problems.models = "None of the endpoints above serves a model that is allowed.";
  }
  return Object.keys(problems).length > 0 ? { problems } : { constraints };
}

function modelsOf({ endpoints }: QuestionDraft, background: Background): string[] {
  return background.endpoints.filter(({ endpoint }) => endpoints.includes(endpoint.name)).map(({ endpoint }) => endpoint.model);
}

/** null where every model of the endpoints is allowed: then it is no promise. */
function allowedModels(draft: QuestionDraft, background: Background): string[] | null {
  return modelsOf(draft, background).every((model) => draft.models.includes(model)) ? null : [...draft.models];
}

/** A profile of all endpoints that may be used: what a scenario must have models of. The current one's tiers come first. */
export function widen(profile: SandboxProfile, { endpoints }: Background, names: readonly string[]): SandboxProfile {
  const own = new Set(profile.tiers.map(({ endpoint }) => endpoint.id));
  const others = endpoints.filter(({ endpoint }) => names.includes(endpoint.name) && !own.has(endpoint.id));
  const added = others.map(({ endpoint }, index) => ({ position: profile.tiers.length + index + 1, endpoint, rules: DEFAULT_TIER_RULES }));
  return { ...profile, tiers: [...profile.tiers, ...added] };
}

/** The endpoints that may be used, each with the rules of its tier where the profile has one. */
export function choicesOf({ caps, endpoints }: QuestionDraft, wide: SandboxProfile): Choice[] {
  return wide.tiers.filter(({ endpoint }) => endpoints.includes(endpoint.name)).map(({ endpoint, rules }) => ({ endpoint, rules, caps: capsToTry(caps, rules.caps) }));
}

function capsToTry(wish: QuestionDraft["caps"], own: Caps): Caps[] {
  if (!hasCaps(own)) return [NO_CAPS];
  return wish === "both" ? [NO_CAPS, own] : [wish === "kept" ? own : NO_CAPS];
}

/** The question in whole; `scenario` is that of the widened profile. */
export function questionOf(draft: QuestionDraft, constraints: Constraints, scenario: Question["scenario"], profile: SandboxProfile): Question {
  const maxRetries = ({ "0": 0, "1": 1, "2": 2 } as const)[draft.retries];
  return { scenario: { ...scenario, profile }, choices: choicesOf(draft, scenario.profile), maxRetries, constraints };
}
