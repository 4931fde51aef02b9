// @ts-check

/** One restart in this time is an accident, a second one a pattern. */
const RESTART_WINDOW_MS = 60_000;

/**
 * @template {{ exited: Promise<string> }} Running
 * @typedef {{
 *   start: (previous: Running | null) => Promise<Running>,
 *   onRestart: (how: string) => void,
 *   onGiveUp: (error: unknown) => void,
 * }} Keeping
 */

/**
 * Keeps something running: when it ends by itself it is started again, once in a while.
 * @template {{ exited: Promise<string> }} Running
 * @param {Keeping<Running>} keeping
 * @returns {Promise<() => Promise<Running | null>>} ends the keeping, and gives what runs now, to be stopped
 */
export async function keepAlive({ start, onRestart, onGiveUp }) {
  let released = false;
  let restartedAt = -Infinity;
  /** @type {Promise<Running | null>} */
  let current = start(null);
  const first = await current;

  /** @param {Running | null} running */
  const watch = async (running) => {
    if (!running) return;
    const how = await running.exited;
    if (released) return;
    if (Date.now() - restartedAt < RESTART_WINDOW_MS) {
      onGiveUp(new Error(how));
      return;
    }
    restartedAt = Date.now();
    onRestart(how);
    current = start(running).catch((error) => { onGiveUp(error); return null; });
    void watch(await current);
  };
  void watch(first);
  return async () => {
    released = true;
    return current;
  };
}
