/** How an amount is spread over calls: times in milliseconds, tokens in whole tokens. */
export type Spread =
  | { kind: "fixed"; value: number }
  /** Parameters of the logarithm, as the lognormal distribution has them. */
  | { kind: "lognormal"; mu: number; sigma: number }
  /** As many equally likely values, ascending: what a histogram of recorded calls says. */
  | { kind: "values"; values: readonly number[] };
