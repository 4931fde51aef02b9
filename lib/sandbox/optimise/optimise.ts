import { cutIntoPhases, priceAt } from "../closed-form/phases";
import { listDropped } from "./dropped";
import { buildField, listTiers } from "./field";
import { foundOf } from "./found";
import { explainImpossible, namesOf, without } from "./impossible";
import type { Binding, Constraints, Optimum, Point, Progress, Question } from "./question";
import { countSets, isSearchable, searchAll } from "./search-all";
import { Pool } from "./pool";
import { searchProfiles, type Searched } from "./search-profiles";
import { searchSome } from "./search-some";
import { Solver } from "./solver";

/**
 * Finds the cheapest profile that keeps what it is asked to, and the front of cost against availability. Costs and
 * availabilities are compared exactly as the closed form has them, for up to seven endpoints (see searchAll); where caps,
 * limits or conditions make tiers hang on each other, profiles are judged one by one, all of them or the promising ones
 * (see searchProfiles); many endpoints are searched for good profiles (see searchSome), and the answer says so. Times are
 * told to 2%, as the closed form itself tells them: close to what is promised it has the last word on what is shown. The
 * caller drives the search, sees how far it is, and ends it by not going on.
 */
export function* optimise(asked: Question): Generator<Progress, Optimum> {
  const { question, unpriced } = leaveOutUnpriced(asked);
  const solver = new Solver(question);
  const searched = question.choices.length === 0 ? NOTHING : yield* search(question, solver);
  const pool = new Pool(searched.found, question.constraints, solver);
  const front = pool.frontUnder(without("availability", question.constraints));
  const cheapest = front.find(({ breaks }) => !breaks.includes("availability")) ?? null;
  const current = unpriced.some((name) => question.scenario.profile.tiers.some(({ endpoint }) => endpoint.name === name)) ? null : solver.currentPoint();
  return {
    method: searched.method === "exact" && pool.agrees ? "exact" : "heuristic",
    combinations: searched.combinations,
    cheapest,
    front,
    current,
    bindings: cheapest ? listBindings(cheapest, front, pool, question.constraints) : [],
    ...listDropped(searched.found, front, question.constraints, (found) => solver.pointOf(found.tiers())),
    unpriced,
    impossible: cheapest ? [] : explainImpossible(pool.serving(), question.constraints, (found) => solver.pointOf(found.tiers())),
  };
}

const NOTHING: Searched = { found: [], method: "exact", combinations: 0 };
const MINUTES_OF_30_DAYS = 43_200;

/** What has no price at any moment of the run cannot be weighed. */
function leaveOutUnpriced(question: Question): { question: Question; unpriced: string[] } {
  const { scenario, choices } = question;
  const wide = { ...scenario, profile: { ...scenario.profile, tiers: choices.map(({ endpoint, rules }, index) => ({ endpoint, rules, position: index + 1 })) } };
  const phases = cutIntoPhases({ ...wide, profile: { ...wide.profile, tiers: wide.profile.tiers.filter(({ endpoint }) => scenario.endpoints.has(endpoint.id)) } });
  const isPriced = ({ endpoint }: Question["choices"][number]) => {
    const prices = scenario.endpoints.get(endpoint.id)?.prices ?? [];
    return phases.every((phase) => priceAt(prices, endpoint.id, phase) !== null);
  };
  return { question: { ...question, choices: choices.filter(isPriced) }, unpriced: choices.filter((choice) => !isPriced(choice)).map(({ endpoint }) => endpoint.name) };
}

function* search(question: Question, solver: Solver): Generator<Progress, Searched> {
  const field = buildField(question);
  if (field === null) {
    const promised = question.constraints.firstTokenP95AtMostMs;
    const isInTime = ({ firstTokenP95Ms }: Point) => (promised === null ? null : (firstTokenP95Ms ?? 0) <= promised);
    return yield* searchProfiles(listTiers(question), (tiers) => solver.pointOf(tiers), isInTime);
  }
  const isExact = isSearchable(field);
  const labels = yield* isExact ? searchAll(field) : searchSome(field);
  const callsAMonth = callsPer30Days(question);
  const found = labels.map((label) => foundOf(label, callsAMonth));
  return { found, method: isExact ? "exact" : "heuristic", combinations: isExact ? countSets(field) - 1 : labels.length };
}

function callsPer30Days({ scenario }: Question): number {
  const calls = cutIntoPhases(scenario).reduce((sum, { rates }) => sum + [...rates].reduce((all, [rate, minutes]) => all + rate * minutes, 0), 0);
  return calls * (MINUTES_OF_30_DAYS / scenario.traffic.minutes);
}

function listBindings(cheapest: Point, front: readonly Point[], pool: Pool, constraints: Constraints): Binding[] {
  return namesOf(constraints).flatMap((constraint): Binding[] => {
    const instead = constraint === "availability" ? front[front.indexOf(cheapest) - 1] : pool.cheapestUnder(without(constraint, constraints));
    const saves = instead ? cheapest.effectiveUsdPerMillion - instead.effectiveUsdPerMillion : 0;
    return instead && saves > 1e-9 * cheapest.effectiveUsdPerMillion ? [{ constraint, instead, savesUsdPerMillion: saves }] : [];
  });
}
