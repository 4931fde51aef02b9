// @ts-check

/** A failure that the person at the terminal can put right: printed as one line, without a stack. */
export class Problem extends Error {
  /**
   * @param {string} what what happened; alone, it is the whole line
   * @param {string} [why] the cause, as far as it is known
   * @param {string} [todo] what to do about it
   */
  constructor(what, why, todo) {
    super(why ? `${what}: ${why}. ${todo}.` : what);
    this.name = "Problem";
  }
}

/**
 * The text for the terminal: one line for a Problem, the stack for anything that we did not foresee.
 * @param {unknown} error
 */
export function formatFailure(error) {
  if (error instanceof Problem) return error.message;
  if (error instanceof Error) return error.stack ?? error.message;
  return String(error);
}

/**
 * The code of a system error (`ENOENT`, `EACCES`), or null.
 * @param {unknown} error
 * @returns {string | null}
 */
export function findErrorCode(error) {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
