/** How long others wait at the most, beside what a step takes. */
const SLICE_MS = 10;

/**
 * Runs an engine to its end between everything else that the process does.
 * @throws what `signal` was aborted with
 */
export async function drive<Progress, Result>(run: Generator<Progress, Result>, signal: AbortSignal): Promise<Result> {
  let sliceEndsMs = performance.now() + SLICE_MS;
  for (;;) {
    const step = run.next();
    if (step.done === true) return step.value;
    if (performance.now() < sliceEndsMs) continue;
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    sliceEndsMs = performance.now() + SLICE_MS;
  }
}
