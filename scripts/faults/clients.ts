import http from "node:http";
import { callOnce } from "./call-once";
import { startFlood } from "./flood";
import { formatMemory, measureMemory, type Memory } from "./memory";
import type { Row, Setting } from "./scenario";
import { idleConnections, silentConnections, unreadStreams, vanishingClients, type Hall, type Scene } from "./scenes";
import { readRssMib, Stage } from "./stage";

/** The first is to warm up: what a process makes once, such as its pools and compiled code, stays. */
const ROUNDS = 4;
/** What objects may grow by from the second round to the last: noise, and so much for each client. */
const NOISE_MIB = 6;
const GROWTH_KIB = 1;
const OTHERS = 40;

const COUNTS = {
  short: { connections: 200, readers: 20, vanishing: 24 },
  usual: { connections: 2_000, readers: 150, vanishing: 160 },
  long: { connections: 10_000, readers: 1_000, vanishing: 1_600 },
};

/** Hostile and unlucky clients: what each costs in memory, whether others are served meanwhile, and whether all is given back. */
export async function playClients(setting: Setting): Promise<Row[]> {
  const { connections, readers, vanishing } = COUNTS[setting.size];
  const scenes = [
    silentConnections(connections, setting.size === "long"),
    idleConnections(connections),
    unreadStreams(readers),
    vanishingClients(vanishing, "fin"),
    vanishingClients(vanishing, "reset"),
  ];
  const rows: Row[] = [];
  for (const scene of scenes) rows.push(await playScene(setting, scene));
  return rows;
}

async function playScene({ server }: Setting, scene: Scene): Promise<Row> {
  const failures: string[] = [];
  const stage = await Stage.open(server);
  const flood = await startFlood();
  const hall: Hall = { stage, flood, check: (holds, what) => { if (!holds) failures.push(what); } };
  try {
    await stage.site.addProvider({ slug: "flood", baseUrl: flood.url });
    await stage.site.publish("flood", ["flood"]);
    await stage.start({}, ["memory"]);
    await callOthers(hall);
    let [peakMib, othersMs] = [0, 0];
    const watch = setInterval(() => (peakMib = Math.max(peakMib, readRssMib(stage.pid))), 50);
    const memory = [await measureMemory(stage)];
    for (let round = 0; round < ROUNDS; round++) {
      await scene.play(hall, async () => { othersMs = await callOthers(hall); });
      await stage.untilIdle();
      memory.push(await measureMemory(stage));
    }
    clearInterval(watch);
    failures.push(...judgeMemory(scene, memory));
    const [asked, attempts] = [stage.site.practice.account().total.requests + flood.requests(), await stage.site.db.attempt.count()];
    if (asked !== attempts) failures.push(`the providers were asked ${asked} times, and ${attempts} attempts are booked`);
    failures.push(...(await stage.endWell()));
    const each = ((peakMib - (memory[0]?.rss ?? 0)) * 1024) / scene.count;
    const figures = `heap/RSS in MiB before ${formatMemory(memory.slice(0, 1))}, at most /${peakMib.toFixed()} (${each.toFixed()} KiB each), after each round ${formatMemory(memory.slice(1))}; others' median ${othersMs.toFixed(1)} ms`;
    return { name: scene.name, faults: `${ROUNDS} × ${scene.count}`, verdict: null, figures, failures };
  } finally {
    await stage.close();
    await flood.close();
  }
}

/** Growth over repeated rounds is what a leak is; what a process keeps once it had it is not. */
function judgeMemory({ count }: Scene, memory: readonly Memory[]): string[] {
  const [, , second, ...rest] = memory.map(({ heap, external }) => heap + external);
  const growthMib = (rest.at(-1) ?? NaN) - (second ?? NaN);
  const isLeak = growthMib > NOISE_MIB + (GROWTH_KIB * count) / 1024;
  return isLeak ? [`what is in use grew by ${growthMib.toFixed(1)} MiB in ${rest.length} rounds`] : [];
}

/** Calls of others meanwhile: all are served. @returns the median of what they took, in ms */
async function callOthers({ stage, check }: Hall): Promise<number> {
  const agent = new http.Agent({ keepAlive: true });
  const took: number[] = [];
  for (let index = 0; index < OTHERS; index++) {
    const seen = await callOnce({ port: stage.gateway.port, apiKey: stage.site.apiKey, agent }, { number: stage.nextNumber(), model: "cascade", stream: index % 2 === 0, leaveAfterMs: null });
    check(seen.end === "completed", `another's call ended as ${seen.end} ${seen.code ?? ""}`);
    took.push(seen.tookMs);
  }
  agent.destroy();
  return took.sort((a, b) => a - b)[OTHERS / 2] ?? NaN;
}
