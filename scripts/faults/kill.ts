import { setTimeout as sleep } from "node:timers/promises";
import { pick, type Random } from "@/lib/ledger/journal/testing/random";
import { judge } from "./judge";
import { letTiersFail, Load } from "./load";
import { formatMs, type Row, type Setting } from "./scenario";
import { killGroup, Stage } from "./stage";

const SHORTEST_MS = 150;
const LONGEST_MS = 1_200;
const LEAST_CALLS = 20;

type Victim = "gateway" | "process group" | "worker" | "PostgreSQL";
const VICTIMS: Victim[] = ["process group", "PostgreSQL", "gateway", "worker"];

/** `kill -9` of whatever there is to kill, at random moments, under a mixed load that never ends. */
export async function playKill(setting: Setting): Promise<Row[]> {
  const { server, random, rounds } = setting;
  const stage = await Stage.open(server);
  try {
    letTiersFail(stage);
    await startSome(stage, random);
    const load = new Load(stage, random);
    const killed = new Map<Victim, number>();
    for (let round = 0; round < rounds; round++) {
      await load.untilCompleted(LEAST_CALLS);
      await sleep(SHORTEST_MS + pick(random, LONGEST_MS - SHORTEST_MS));
      const victim = VICTIMS[round % VICTIMS.length] ?? "gateway";
      killed.set(victim, (killed.get(victim) ?? 0) + 1);
      await kill(stage, setting, victim);
    }
    await load.untilCompleted(LEAST_CALLS);
    const seen = await load.stop();
    killGroup(stage.gateway.child.pid);
    // Workers that outlived their primary end by themselves; whoever starts then takes over what all have left.
    await stage.untilGone();
    const left = (await stage.listJournal()).filter((name) => name.endsWith(".journal")).length;
    await stage.start();
    const drainMs = await stage.untilIdle();
    const verdict = await judge(stage, seen, { killed: true });
    const failures = [...verdict.failures, ...(await stage.endWell())];
    const setAside = (await stage.listJournal()).filter((name) => name.startsWith("quarantine")).length;
    const faults = [...killed].map(([victim, times]) => `${times} × ${victim}`).join(", ");
    const figures = `${verdict.broken} calls cut off; ${left} segments left for the last start, drained in ${formatMs(drainMs)}${setAside > 0 ? "; torn ends set aside" : ""}`;
    return [{ name: "kill -9 under load", faults, verdict, figures, failures }];
  } finally {
    await stage.close();
  }
}

async function kill(stage: Stage, { server, random }: Setting, victim: Victim): Promise<void> {
  const { child, exit } = stage.gateway;
  if (victim === "PostgreSQL") {
    await server.kill();
    return server.restart();
  }
  if (victim === "worker") {
    const workers = stage.gateway.childPids();
    // Its primary starts another.
    if (workers.length > 0) return void process.kill(workers[pick(random, workers.length)] ?? 0, "SIGKILL");
  }
  if (victim === "process group") killGroup(child.pid);
  else child.kill("SIGKILL");
  await exit;
  await startSome(stage, random);
}

/** Alone or with workers, by chance. */
async function startSome(stage: Stage, random: Random): Promise<void> {
  await stage.start({ ROUTELEDGER_WORKERS: random() < 0.5 ? "1" : "2" });
}
