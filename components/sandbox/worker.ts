import { runMessage } from "./run-message";
import type { RunMessage } from "./worker-messages";

/** Runs in a thread of its own, so that the page stays responsive. One message is one run; whoever wants to end it ends the worker. */
addEventListener("message", (event: MessageEvent<RunMessage>) => {
  runMessage(event.data, (report) => { postMessage(report); }, () => performance.now());
});
