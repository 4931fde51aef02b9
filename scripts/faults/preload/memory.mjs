// @ts-check
/** Before a gateway's process: on request it collects its garbage and tells what memory is left in use, in bytes. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = /** @type {() => void} */ (runInNewContext("gc"));

process.on("message", (message) => {
  if (message !== "memory") return;
  // What one collection lets go of may be held by what the next one takes.
  collect();
  setTimeout(() => {
    collect();
    process.send?.({ type: "memory", memory: process.memoryUsage() });
  }, 200);
});
