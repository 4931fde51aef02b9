import { appendFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { workerData } from "node:worker_threads";
import type { DrainThreadData } from "../drain-messages";
import { runDrainThread } from "../drain-thread";

// A drain's thread that dies at a random moment of its work, several times: where it always did, a slow machine would never end a batch.
const lives = join(dirname((workerData as DrainThreadData).journalPath), "lives");
appendFileSync(lives, "+");
const isDying = statSync(lives).size <= Number(process.env["ROUTELEDGER_TEST_ROUNDS"] ?? 4);
await runDrainThread();
if (isDying) {
  setTimeout(() => {
    if (Math.random() < 0.5) throw new Error("as if out of memory");
    process.exit(1);
  }, 5 + Math.random() * 600);
}
