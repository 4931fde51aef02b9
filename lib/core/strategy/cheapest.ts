import type { Pico } from "../money";
import { orderAscending } from "./ascending";

/** The strategy `cheapest`: by what this call is expected to cost; an unknown cost goes last, ties as written. */
export function orderByCost<T>(items: readonly T[], costOf: (item: T) => Pico | null): T[] {
  return orderAscending(items, costOf);
}
