/** What was asked of a month cannot be done; the message says why, for the person who asked. */
export class MonthError extends Error {
  override name = "MonthError";
}
