import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { judge } from "./judge";
import { Load } from "./load";
import type { Row, Setting } from "./scenario";
import { Stage } from "./stage";

const HOUR_MS = 3_600_000;
const OFFSETS_MS = [HOUR_MS, 0, -HOUR_MS, 0, HOUR_MS, -HOUR_MS, -24 * HOUR_MS, 0];
/** Of an answer's tokens, so that answers are under way when the clock jumps. */
const TOKENS_PER_SECOND = 25;
const LEAST_CALLS = 25;

/** The gateway's clock put forward and back by an hour, and by a day, under load. */
export async function playClock({ server, random, rounds }: Setting): Promise<Row[]> {
  const stage = await Stage.open(server);
  try {
    const file = join(stage.site.dataDir, "clock");
    writeFileSync(file, "0");
    for (const provider of ["alpha", "delta"]) stage.site.practice.setScript(`${provider}/llama`, { tokensPerSecond: TOKENS_PER_SECOND });
    await stage.start({ ROUTELEDGER_FAULTS_CLOCK: file }, ["clock"]);
    const load = new Load(stage, random);
    const failures: string[] = [];
    for (let jump = 0; jump < rounds; jump++) {
      await load.untilCompleted(LEAST_CALLS);
      writeFileSync(file, String(OFFSETS_MS[jump % OFFSETS_MS.length]));
      await sleep(100);
      // The drain goes on: what was waiting at the jump is in the database soon, while others come.
      await stage.untilDrained();
    }
    await load.untilCompleted(LEAST_CALLS);
    const seen = await load.stop();
    await stage.untilIdle();
    const verdict = await judge(stage, seen, { killed: false });
    failures.push(...verdict.failures, ...(await stage.endWell()));
    const ended = verdict.told + verdict.refused + verdict.broken;
    if (ended > 0) failures.push(`${ended} calls ended early`);
    const ids = seen.flatMap(({ id }) => (id === null ? [] : [id]));
    const sharedIds = ids.length - new Set(ids).size;
    if (sharedIds > 0) failures.push("two calls have one id");
    const [range] = await stage.site.db.$queryRaw<{ hours: number }[]>`
      SELECT (extract(epoch FROM max(started_at) - min(started_at)) / 3600)::float AS hours FROM calls`;
    if (!range || (rounds > 2 && range.hours < 1)) failures.push("the clock did not jump, so nothing was shown");
    return [{
      name: "clock set forward and back", faults: `${rounds} jumps of 1 to 24 h`, verdict, failures,
      figures: `the ledger's times span ${range?.hours.toFixed(1)} h; ${ended} calls ended early, ${sharedIds} ids given twice`,
    }];
  } finally {
    await stage.close();
  }
}
