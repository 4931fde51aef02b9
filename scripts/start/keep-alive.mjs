// @ts-check

/** One restart in this time is an accident, a second one a pattern. */
const RESTART_WINDOW_MS = 60_000;

/**
 * @template {{ exited: Promise<string> }} Running
 * @typedef {{
 *   start: (previous: Running | null) => Promise<Running>,
 *   onRestart: (how: string) => void,
 *   onGiveUp: (error: unknown) => void,
 *   isPatient?: boolean,
 * }} Keeping isPatient: what ends again soon is waited with, in place of being given up
 */

/**
 * Keeps something running: when it ends by itself it is started again, once in a while.
 * @template {{ exited: Promise<string> }} Running
 * @param {Keeping<Running>} keeping
 * @returns {Promise<() => Promise<Running | null>>} ends the keeping, and gives what runs now, to be stopped
 */
export async function keepAlive({ start, onRestart, onGiveUp, isPatient = false }) {
  let released = false;
  let restartedAt = -Infinity;
  /** @type {() => void} */
  let endPause = () => undefined;
  /** @type {Promise<Running | null>} */
  let current = start(null);
  const first = await current;

  /**
   * @param {Running | null} running
   * @param {string} how it ended
   * @returns {Promise<Running | null>}
   */
  const restart = async (running, how) => {
    if (Date.now() - restartedAt < RESTART_WINDOW_MS) {
      if (!isPatient) {
        onGiveUp(new Error(how));
        return null;
      }
      await new Promise((/** @type {(nothing: void) => void} */ resolve) => {
        endPause = resolve;
        setTimeout(resolve, RESTART_WINDOW_MS).unref();
      });
      if (released) return null;
    }
    restartedAt = Date.now();
    onRestart(how);
    try {
      return await start(running);
    } catch (error) {
      if (isPatient && !released) return restart(running, error instanceof Error ? error.message : String(error));
      onGiveUp(error);
      return null;
    }
  };
  /** @param {Running | null} running */
  const watch = async (running) => {
    if (!running) return;
    const how = await running.exited;
    if (released) return;
    current = restart(running, how);
    void watch(await current);
  };
  void watch(first);
  return async () => {
    released = true;
    endPause();
    return current;
  };
}
