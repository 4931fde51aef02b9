/** Formulas would take longer than anybody who is waited for may take. */
export class TooMuchWork extends Error {
  override name = "TooMuchWork";
}

/** How much work there may be: the formulas know no clock, and count what they do instead. A million steps take about a tenth of a second. */
export class Budget {
  constructor(private steps = Infinity) {}

  /** @throws TooMuchWork */
  spend(steps: number): void {
    this.steps -= steps;
    if (this.steps < 0) throw new TooMuchWork("The formulas have more to do than they may");
  }
}
