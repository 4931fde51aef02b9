import { formatPercent, ratio } from "@/lib/core/ratio";
import { brokenBy, type Found } from "./found";
import { type Constraints, type ConstraintName, NO_CONSTRAINTS, type Optimum, type Point } from "./question";

type Impossible = Optimum["impossible"];

/**
 * Why no profile keeps all: a sentence for each promise that none keeps even if it were the only one; where each alone can
 * be kept, what the best is that the others leave of it.
 * @param solve the closed form's figures, for times
 */
export function explainImpossible(found: readonly Found[], constraints: Constraints, solve: (found: Found) => Point | null): Impossible {
  if (found.length === 0) return [{ constraint: null, sentence: "Nothing can be compared: none of these endpoints has a price and serves calls." }];
  const asked = namesOf(constraints);
  const alone = asked.filter((name) => !found.some((each) => keeps(each, only(name, constraints))));
  if (alone.length > 0) return alone.map((constraint) => ({ constraint, sentence: sentenceOf(constraint, constraints, bestOf(constraint, found, solve), "with these endpoints") }));
  const together = asked.flatMap((constraint) => {
    const others = found.filter((each) => keeps(each, without(constraint, constraints)));
    return others.length === 0 ? [] : [{ constraint, sentence: sentenceOf(constraint, constraints, bestOf(constraint, others, solve), "and keep the other promises") }];
  });
  if (together.length > 0) return together;
  return asked.slice(0, 1).map((constraint) => ({ constraint, sentence: "No profile keeps any two of these promises with these endpoints: ask for less." }));
}

export function namesOf({ availabilityAtLeast, firstTokenP95AtMostMs, models, monthlyUsdAtMost }: Constraints): ConstraintName[] {
  const asked = { availability: availabilityAtLeast, firstTokenP95: firstTokenP95AtMostMs, models, monthlyUsd: monthlyUsdAtMost };
  return (["models", "availability", "firstTokenP95", "monthlyUsd"] as const).filter((name) => asked[name] !== null);
}

const FIELDS = { availability: "availabilityAtLeast", firstTokenP95: "firstTokenP95AtMostMs", models: "models", monthlyUsd: "monthlyUsdAtMost" } as const;

export function without(name: ConstraintName, constraints: Constraints): Constraints {
  return { ...constraints, [FIELDS[name]]: null };
}

function only(name: ConstraintName, constraints: Constraints): Constraints {
  return { ...NO_CONSTRAINTS, [FIELDS[name]]: constraints[FIELDS[name]] };
}

function keeps(found: Found, constraints: Constraints): boolean {
  return brokenBy(found, constraints).length === 0;
}

/** Of so many, times are worked out to tell the quickest. */
const TRIED = 24;

function bestOf(constraint: ConstraintName, found: readonly Found[], solve: (found: Found) => Point | null): number | null {
  const least = (amounts: readonly number[]) => (amounts.length === 0 ? null : Math.min(...amounts));
  switch (constraint) {
    case "availability": {
      const unserved = found.reduce((min, { standing }) => Math.min(min, standing.unserved), 1);
      return 1 - unserved;
    }
    case "firstTokenP95": {
      // Whoever answers first alone is hardly ever beaten: who falls back adds lost time.
      const few = [...found].sort((a, b) => a.standing.tiers - b.standing.tiers || a.standing.cost - b.standing.cost).slice(0, TRIED);
      return least(few.flatMap((each) => solve(each)?.firstTokenP95Ms ?? []));
    }
    case "monthlyUsd":
      return found.reduce<number | null>((min, { monthlyUsd }) => (min === null ? monthlyUsd : Math.min(min, monthlyUsd)), null);
    case "models":
      return null;
  }
}

function sentenceOf(constraint: ConstraintName, constraints: Constraints, best: number | null, how: string): string {
  switch (constraint) {
    case "availability":
      return `No profile can reach ${wordShares(constraints.availabilityAtLeast ?? 0, best ?? 0, how)}.`;
    case "firstTokenP95":
      return `No profile can bring 95 in 100 first tokens within ${ms(constraints.firstTokenP95AtMostMs ?? 0)} ${how}${best === null ? "" : `: the quickest takes ${ms(best)}`}.`;
    case "monthlyUsd":
      return `No profile can stay within $${usd(constraints.monthlyUsdAtMost ?? 0)} a month ${how}${best === null ? "" : `: the least is $${usd(best)}`}.`;
    case "models":
      return `No profile can do with the allowed models alone ${how}.`;
  }
}

/** With as many decimals as were asked for, two at least; the best is floored, so that it never reads as what was asked. */
function wordShares(asked: number, best: number, how: string): string {
  const wished = percent(asked, 8).replace(/\.?0+%$/, "%");
  const decimals = Math.max(2, /\.(\d+)%/.exec(wished)?.[1]?.length ?? 0);
  return `${wished} ${how}: the best is ${percent(best, decimals).replace(/\.?0+%$/, "%")}`;
}

function percent(share: number, decimals: number): string {
  return formatPercent(ratio(BigInt(Math.floor(share * 1e12 + 0.5)), 1_000_000_000_000n), decimals, "floor");
}

function ms(amount: number): string {
  return `${Math.round(amount).toLocaleString("en-US")} ms`;
}

/** Rounded up: less than the least would not do. */
function usd(amount: number): string {
  return (Math.ceil(amount * 100 - 1e-6) / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
