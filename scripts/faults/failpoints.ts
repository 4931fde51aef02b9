import http from "node:http";
import { callOnce, type Seen } from "./call-once";
import { judge, type Verdict } from "./judge";
import type { Row, Setting } from "./scenario";
import { Stage } from "./stage";

/** A step that a call passes on its way into the books, and the side of it on which the process is killed. */
const POINTS = [
  "create:before", "create:after", "write:before", "write:after", "fdatasync:before", "fdatasync:after",
  "last byte:before", "last byte:after", "unlink:before", "unlink:after",
];
/** A step that is taken more often than this is taken for every call. */
const MOST_TIMES = { short: 1, usual: 2, long: 8 };
const CALLS = 8;

/** A process killed at every step of the journal and of an answer, at its first time, its second, until it is not reached any more. */
export async function playFailpoints({ server, size }: Setting): Promise<Row[]> {
  const stage = await Stage.open(server);
  const seen: Seen[] = [];
  let kills = 0;
  const reached = new Map<string, number>();
  try {
    for (const point of size === "short" ? POINTS.filter((_, index) => index % 3 === 0) : POINTS) {
      for (let times = 1; times <= MOST_TIMES[size]; times++) {
        const how = { ROUTELEDGER_FAULTS_KILL_AT: `${point}:${times}`, ROUTELEDGER_FSYNC: times % 2 === 1 ? "always" : "batch" };
        // What the last one left is taken over by this one, and to do so is a step too.
        if (!(await isReady(stage, how))) {
          kills += 1;
          await stage.start();
          await stage.stop();
          if (!(await isReady(stage, how))) throw new Error(`a gateway that finds nothing is killed at ${point}`);
        }
        await callUntilKilled(stage, seen);
        if (stage.isRunning) await stage.stop();
        if (stage.gateway.child.signalCode !== "SIGKILL") break;
        kills += 1;
        reached.set(point, times);
      }
    }
    await stage.start();
    await stage.untilIdle();
    const verdict: Verdict = await judge(stage, seen, { killed: true });
    const failures = [...verdict.failures, ...(await stage.endWell())];
    const never = POINTS.filter((point) => size !== "short" && !reached.has(point));
    if (never.length > 0 || kills === 0) failures.push(`these steps were never reached: ${never.join(", ")}`);
    return [{ name: "killed at every step", faults: `${kills} kills at ${reached.size} steps`, verdict, failures, figures: [...reached].map(([point, times]) => `${point} ×${times}`).join(", ") }];
  } finally {
    await stage.close();
  }
}

/** False when it was killed on the way. */
function isReady(stage: Stage, env: Record<string, string>): Promise<boolean> {
  return stage.start(env, ["failpoint"]).then(() => true, () => false);
}

/** Some calls, one after the other, and then the signal to end, at which segments are synced and deleted. */
async function callUntilKilled(stage: Stage, seen: Seen[]): Promise<void> {
  const agent = new http.Agent({ keepAlive: true });
  let isGone = false;
  void stage.gateway.exit.then(() => (isGone = true));
  for (let index = 0; index < CALLS && !isGone; index++) {
    const one = await callOnce({ port: stage.gateway.port, apiKey: stage.site.apiKey, agent }, { number: stage.nextNumber(), model: "cascade", stream: index % 2 === 0, leaveAfterMs: null });
    if (one.end !== "away") seen.push(one);
  }
  agent.destroy();
}
