import type { CallFacts } from "../call-facts";
import type { Pico } from "../money";
import type { Outlook } from "../outlook";
import type { Endpoint } from "../profile";
import { orderAscending } from "./ascending";
import { attemptCost, mayStart, type Limits, type Odds } from "./chain-cost";
import { smoothChances } from "./chances";
import { expectCostPico } from "./expected-cost-of-call";
import { orderUnderLimits } from "./limited-order";

/** Under limits the best of so many candidates by index are ordered exactly: 10 take at most 2^10 × 10 steps. */
export const MAX_ENUMERATED = 10;

/** A failed attempt's share of a served one's cost while none is known. An assumption: refusals are not billed, cut answers are. */
const DEFAULT_FAILED_SHARE = 0.1;

/** Times of an endpoint that nobody asked yet, the same for all: an answer of 256 tokens at 50 a second after the first. */
const DEFAULT_FIRST_TOKEN_MS = 1_000;
export const DEFAULT_WHOLE_MS = 6_000;

/**
 * What one attempt of this call at the endpoint may come to; null where its cost is not known. A failure is taken to
 * show by the time of a first token, streams or not: an upstream refuses before it begins to write.
 */
export function oddsOf(facts: CallFacts, endpoint: Endpoint, outlook: Outlook): Odds | null {
  const costPico = expectCostPico(facts, outlook, endpoint);
  if (costPico === null) return null;
  const servedCost = Number(costPico);
  const firstTokenMs = outlook.firstToken?.p50Ms ?? DEFAULT_FIRST_TOKEN_MS;
  const { served, fellBack, ended } = smoothChances(outlook.chances);
  return {
    served,
    fellBack,
    ended,
    servedCost,
    failedCost: outlook.failedCostPico ?? servedCost * DEFAULT_FAILED_SHARE,
    serveMs: facts.stream ? firstTokenMs : (outlook.whole?.p50Ms ?? DEFAULT_WHOLE_MS),
    failMs: firstTokenMs,
  };
}

/**
 * What a served call is worth, in pico-USD: what the profile says, else what its dearest candidate is expected to cost,
 * since the team would pay that; 0 where no cost is known.
 */
export function servedValue(valuePico: Pico | null, costsPico: readonly (Pico | null)[]): number {
  const known = costsPico.filter((cost) => cost !== null);
  return valuePico === null ? Math.max(0, ...known.map(Number)) : Number(valuePico);
}

/**
 * The strategy `expected-cost`: indices in the order with the least expected cost until served, when serving the call is
 * worth `worth` (the model: `expectedCostUntilServed`). Unknown cost, null, goes last; ties and the unknown as written.
 *
 * Without limits the optimum is ascending attemptCost / (1 - fellBack): putting right two neighbours that stand the
 * other way round never costs more. Where a limit may cut an order short that does not hold, and orders are tried out:
 * those of the best MAX_ENUMERATED by that quotient; all others, and who would never start, follow by it.
 */
export function orderByExpectedCost(odds: readonly (Odds | null)[], worth: number, limits: Limits): number[] {
  const quotientOf = (each: Odds | null | undefined) => (each ? costPerSettledCall(each, worth) : null);
  const ordered = orderAscending([...odds.keys()], (index) => quotientOf(odds[index]));
  if (!mayBind(odds, limits)) return ordered;

  const mayComeFirst = (index: number) => {
    const each = odds[index];
    return each != null && mayStart(each, 0, 0, limits);
  };
  // Back to the written order, which decides between equals.
  const tried = ordered.filter(mayComeFirst).slice(0, MAX_ENUMERATED).sort((a, b) => a - b);
  const places = orderUnderLimits(tried.flatMap((index) => odds[index] ?? []), worth, limits);
  const first = places.flatMap((place) => tried[place] ?? []);
  return [...first, ...ordered.filter((index) => !first.includes(index))];
}

/** The expected cost of an attempt for each call that it settles, served or ended; in single precision, so that no rounding decides between equals. */
export function costPerSettledCall(odds: Odds, worth: number): number {
  return odds.fellBack < 1 ? Math.fround(attemptCost(odds, worth) / (1 - odds.fellBack)) : Infinity;
}

/** Whether some order would pass over somebody: for want of attempts, or since it comes last and then too late. */
function mayBind(odds: readonly (Odds | null)[], { maxAttempts, remainingMs }: Limits): boolean {
  const known = odds.filter((each) => each !== null);
  const allFailMs = known.reduce((total, { failMs }) => total + failMs, 0);
  const isLateAtLast = ({ failMs, serveMs }: Odds) => allFailMs - failMs + serveMs > remainingMs;
  return (maxAttempts !== null && maxAttempts < known.length) || known.some(isLateAtLast);
}
