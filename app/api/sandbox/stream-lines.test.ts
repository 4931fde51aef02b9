import { expect, test, vi } from "vitest";
import { streamLines } from "./stream-lines";

/** A run of two steps, whose client is `controller`. */
function start({ isLate = false, fails = false } = {}) {
  const controller = new AbortController();
  if (isLate) controller.abort();
  const leave = vi.fn();
  const seen = { signal: null as AbortSignal | null, steps: 0 };
  async function* begin(signal: AbortSignal) {
    seen.signal = signal;
    for (let step = 1; step <= 2; step += 1) {
      await Promise.resolve();
      signal.throwIfAborted();
      if (fails && step === 2) throw new Error("broken");
      seen.steps = step;
      yield { step };
    }
  }
  const request = new Request("http://127.0.0.1/", { signal: controller.signal });
  const stream = streamLines(request, { begin, format: (event) => event, explain: () => ({ failed: true }), leave });
  return { stream, controller, leave, seen };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test("a run that is done or fails gives its place back once, and its last line says which", async () => {
  const done = start();
  expect(await new Response(done.stream).text()).toBe('{"step":1}\n{"step":2}\n');
  done.controller.abort();
  expect(done.leave).toHaveBeenCalledTimes(1);
  const failed = start({ fails: true });
  expect(await new Response(failed.stream).text()).toBe('{"step":1}\n{"failed":true}\n');
  expect(failed.leave).toHaveBeenCalledTimes(1);
});

test("a client that leaves an answer that nobody reads gives the place back, and ends the run", async () => {
  const { controller, leave, seen } = start();
  await settled();
  controller.abort();
  await settled();
  expect(leave).toHaveBeenCalled();
  expect(seen).toMatchObject({ steps: 1, signal: { aborted: true } });
});

test("a client that has left before the answer begins leaves nothing behind", async () => {
  const { leave, seen } = start({ isLate: true });
  await settled();
  expect(leave).toHaveBeenCalled();
  expect(seen.steps).toBe(0);
});

test("a reader that cancels ends the run", async () => {
  const { stream, leave, seen } = start();
  await stream.cancel();
  await settled();
  expect(leave).toHaveBeenCalled();
  expect(seen.signal?.aborted ?? true).toBe(true);
});
