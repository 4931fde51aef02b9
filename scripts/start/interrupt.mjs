// @ts-check

/** npm passes on the signal that the terminal has sent to everybody already: one key press comes twice. */
const ECHO_MS = 500;
const PARENT_CHECK_MS = 500;

/**
 * Listens for the signals that end the product. The first one asks for an orderly end, a later one for a fast one.
 * @param {(text: string) => void} say
 */
export function listenForInterrupts(say) {
  const controller = new AbortController();
  let firstAt = 0;
  let hurried = false;
  /** @param {NodeJS.Signals} name */
  const onSignal = (name) => {
    if (!controller.signal.aborted) {
      firstAt = Date.now();
      say(`\n${name}: letting open calls finish, then stopping. Once more to stop at once.`);
      controller.abort();
    } else if (Date.now() - firstAt > ECHO_MS) {
      hurried = true;
    }
  };
  for (const name of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(name, onSignal);
  watchNpm(() => { onSignal("SIGTERM"); });
  return {
    /** Aborted at the first signal. */
    signal: controller.signal,
    /** Whether a second one has come. */
    isHurried: () => hurried,
  };
}

/**
 * Tells when the npm that runs us is gone: killed, it can pass nothing on, and nobody would stop us any more.
 * @param {() => void} onGone
 */
function watchNpm(onGone) {
  const parent = process.ppid;
  if (!process.env["npm_lifecycle_event"]) return;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, PARENT_CHECK_MS).unref();
}
