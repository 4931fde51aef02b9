import { shuttingDown, type Gateway } from "./gateway";
import type { Serving } from "./server";

/** For the last words to those who are cut off, and for the books about them. */
const LAST_WORDS_MS = 700;
/** For what is left to settle once nobody is connected any more. */
const CLOSING_MS = 100;
const LOOK_MS = 10;

/**
 * Takes no connection and no call from here on, and lets those under way finish. Whoever is not done in `drainMs` is
 * told so, in its stream or as its answer, and its call is settled.
 */
export async function stopServing({ server, openRequests, endCalls }: Serving, gateway: Gateway, drainMs: number): Promise<void> {
  gateway.stopAdmitting();
  server.close();
  if (!(await untilNone(openRequests, drainMs))) {
    endCalls(shuttingDown());
    await untilNone(openRequests, LAST_WORDS_MS);
  }
  // Idle ones, and readers so slow that not even their last words get through.
  server.closeAllConnections();
  await untilNone(openRequests, CLOSING_MS);
}

async function untilNone(count: () => number, timeoutMs: number): Promise<boolean> {
  const until = performance.now() + timeoutMs;
  while (count() > 0) {
    if (performance.now() >= until) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return true;
}
