import { setTimeout as sleep } from "node:timers/promises";
import { judge } from "./judge";
import { Load } from "./load";
import type { Row, Setting } from "./scenario";
import { killGroup, Stage } from "./stage";

const LEAST_CALLS = 30;
/** Until the drain has sent its statement: it gathers calls for a tenth of a second. */
const SENT_MS = 300;

/**
 * A gateway killed while its statement is at a database that does not answer yet: that commits after the gateway's end,
 * and the next gateway sends the same calls once more, perhaps at the same moment.
 */
export async function playOrphanedStatement({ server, random, rounds }: Setting): Promise<Row[]> {
  const stage = await Stage.open(server);
  const times = Math.ceil(rounds / 3);
  try {
    await stage.start();
    const load = new Load(stage, random);
    for (let round = 0; round < times; round++) {
      await load.untilCompleted(LEAST_CALLS);
      server.freeze();
      await sleep(SENT_MS);
      killGroup(stage.gateway.child.pid);
      await stage.gateway.exit;
      server.thaw();
      await stage.start();
    }
    const seen = await load.stop();
    await stage.untilIdle();
    const verdict = await judge(stage, seen, { killed: true });
    const failures = [...verdict.failures, ...(await stage.endWell())];
    return [{ name: "killed while a statement is under way", faults: `${times} × kill -9 and a commit after it`, verdict, failures, figures: `${verdict.broken} calls cut off` }];
  } finally {
    server.thaw();
    await stage.close();
  }
}
