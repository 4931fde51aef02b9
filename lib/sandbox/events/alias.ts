/** Draws one of several by weight in constant time, however many there are: Walker's alias method, as Vose builds it. */
export class Alias {
  private readonly chances: Float64Array;
  private readonly others: Int32Array;

  /** @param weights at least one of them above 0 */
  constructor(weights: readonly number[]) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.chances = Float64Array.from(weights, (weight) => (weight * weights.length) / total);
    this.others = Int32Array.from(weights.keys());
    const isShort = (index: number) => (this.chances[index] ?? 0) < 1;
    const short = [...weights.keys()].filter(isShort);
    const long = [...weights.keys()].filter((index) => !isShort(index));
    for (let [less, more] = [short.pop(), long.pop()]; less !== undefined && more !== undefined; less = short.pop()) {
      this.others[less] = more;
      // What the short one's column lacks is taken from the long one.
      this.chances[more] = (this.chances[more] ?? 0) - (1 - (this.chances[less] ?? 0));
      if (isShort(more)) {
        short.push(more);
        more = long.pop();
      }
    }
    // Rounding alone keeps these below 1: there is nobody left to fill them.
    for (const index of short) this.chances[index] = 1;
  }

  /** @param draw in [0, 1) */
  pick(draw: number): number {
    const scaled = draw * this.chances.length;
    const column = Math.floor(scaled);
    return scaled - column < (this.chances[column] ?? 1) ? column : (this.others[column] ?? column);
  }
}
