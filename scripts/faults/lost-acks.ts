import { setTimeout as sleep } from "node:timers/promises";
import { Door } from "@/lib/ledger/testing/door";
import { judge } from "./judge";
import { letTiersFail, Load } from "./load";
import type { Row, Setting } from "./scenario";
import { Stage } from "./stage";

/** One of so many commits loses its answer, and its connection with it. The second makes up for a short run. */
const ONE_OF = [100, 3];

/** A proxy before PostgreSQL that swallows answers to commits: whoever asked cannot know that the rows are in. */
export async function playLostAcks({ server, random, seconds, size }: Setting): Promise<Row[]> {
  const rows: Row[] = [];
  for (const oneOf of size === "short" ? ONE_OF.slice(1) : ONE_OF) {
    const stage = await Stage.open(server);
    const door = await Door.create(stage.site.database.url);
    let commits = 0;
    try {
      letTiersFail(stage);
      await stage.start({ DATABASE_URL: door.url, ROUTELEDGER_WORKERS: "2" });
      door.fate = () => {
        commits += 1;
        return commits % oneOf === Math.floor(oneOf / 3) ? "lose" : "pass";
      };
      const load = new Load(stage, random);
      await sleep((seconds * 1_000) / 2);
      const seen = await load.stop();
      await stage.untilIdle();
      const verdict = await judge(stage, seen, { killed: false });
      const failures = [...verdict.failures, ...(await stage.endWell())];
      if (door.swallowed === 0) failures.push("no answer was swallowed, so nothing was shown");
      rows.push({ name: "answers to commits lost", faults: `${door.swallowed} of ${commits} commits (one of ${oneOf})`, verdict, figures: "", failures });
    } finally {
      await stage.close();
      await door.shut();
    }
  }
  return rows;
}
