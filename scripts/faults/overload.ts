import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { callOnce, type Seen } from "./call-once";
import { judge } from "./judge";
import { formatMemory, measureMemory } from "./memory";
import type { Row, Setting } from "./scenario";
import { Stage } from "./stage";

/** Small, so that what is measured is the gateway and not the machine that plays its clients and providers too. */
const MAX_CALLS = 80;
/** One key's part of it when it is alone. */
const AT_ONCE = 60;
const ANSWER_MS = 400;
const TIMES_TOO_MANY = 5;
const TICK_MS = 10;
/** For as long as every place is taken. */
const HELD_MS = 6_000;
const PROBES = 40;
/** One key's part of those that may wait, and until they are all there. */
const QUEUE = 192;
const QUEUED_MS = 15;

type Caller = () => Promise<Seen>;
type Quiet = { atOnce: Seen[]; afterWait: Seen[] };

/** More calls than may be under way: what is served all the same, how soon the rest is refused, and what is left of it. */
export async function playOverload({ server, seconds }: Setting): Promise<Row[]> {
  const stage = await Stage.open(server);
  const agent = new http.Agent({ keepAlive: true });
  const seen: Seen[] = [];
  const call: Caller = async () => {
    const asked = { number: stage.nextNumber(), model: "steady", stream: false, leaveAfterMs: null };
    const one = await callOnce({ port: stage.gateway.port, apiKey: stage.site.apiKey, agent }, asked);
    seen.push(one);
    return one;
  };
  try {
    await stage.start({ ROUTELEDGER_MAX_CALLS: String(MAX_CALLS) }, ["memory"]);
    const quiet = await refuseQuietly(stage, call);
    stage.site.practice.setScript("delta/llama", { firstTokenMs: ANSWER_MS });
    await measurePeak(call, 1);
    const peak = await measurePeak(call, seconds / 4);
    const before = await measureMemory(stage);
    const flooded = await flood(call, seconds / 2, TIMES_TOO_MANY * peak);
    const after = await measureMemory(stage);
    const afterwards = await measurePeak(call, seconds / 4);
    await stage.untilIdle();
    const verdict = await judge(stage, seen, { killed: false });
    const refused = flooded.filter(isRefused);
    const failures = [...verdict.failures, ...(await stage.endWell())];
    const wrong = seen.filter((each) => each.end !== "completed" && !isRefused(each));
    if (wrong.length > 0) failures.push(`${wrong.length} calls ended as ${wrong[0]?.end} ${wrong[0]?.code ?? ""}, Retry-After ${wrong[0]?.retryAfter ?? "none"}`);
    if (refused.length === 0) failures.push("nobody was refused, so nothing was shown");
    if (afterwards === 0) failures.push("nothing is served afterwards");
    const goodput = (flooded.length - refused.length) / (seconds / 2);
    return [
      { name: "refusals, one at a time", faults: "all places taken", verdict: null, failures: [], figures: `with a full queue ${describeTimes(quiet.atOnce)}; after waiting in vain ${describeTimes(quiet.afterWait)}` },
      {
        name: "overload", faults: `${TIMES_TOO_MANY} × what can be served, for ${seconds / 2} s`, verdict, failures,
        figures: `served a second: at the peak ${peak.toFixed()}, meanwhile ${goodput.toFixed()}, afterwards ${afterwards.toFixed()}; ${refused.length} refused, ${describeTimes(refused)}; heap/RSS in MiB ${formatMemory([before, after])}`,
      },
    ];
  } finally {
    agent.destroy();
    await stage.close();
  }
}

const isRefused = ({ status, code, retryAfter }: Seen) => status === 503 && code === "overloaded" && retryAfter !== null;

/** As their clients saw it. */
function describeTimes(calls: readonly Seen[]): string {
  const sorted = calls.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? NaN).toFixed(1);
  return `${at(0.5)} ms at the median and ${at(0.99)} ms at the 99th percentile`;
}

/** Nothing is served meanwhile and hardly anything asked, so that what is measured is a refusal and no waiting for a core. */
async function refuseQuietly({ site: { practice }, gateway }: Stage, call: Caller): Promise<Quiet> {
  practice.setScript("delta/llama", { firstTokenMs: HELD_MS });
  const held = Array.from({ length: AT_ONCE }, call);
  for (let waited = 0; practice.account().total.open < AT_ONCE && waited < HELD_MS; waited += 10) await sleep(10);
  const quiet: Quiet = { atOnce: [], afterWait: [] };
  for (let probe = 0; probe < PROBES; probe++) {
    quiet.afterWait.push(await call());
    // The queue's length, which lasts for the thirty milliseconds that each of them waits.
    const waiting = Array.from({ length: QUEUE }, call);
    await sleep(QUEUED_MS);
    quiet.atOnce.push(await call());
    await Promise.all(waiting);
  }
  await Promise.all(held);
  quiet.afterWait = quiet.afterWait.filter(isRefused);
  quiet.atOnce = quiet.atOnce.filter(isRefused);
  if (gateway.child.exitCode !== null) throw new Error("the gateway has ended");
  return quiet;
}

/** As many at once as it takes, each followed by the next. @returns calls served a second */
async function measurePeak(call: Caller, seconds: number): Promise<number> {
  let served = 0;
  const until = performance.now() + seconds * 1_000;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (performance.now() < until) if ((await call()).end === "completed") served += 1;
  }));
  return served / seconds;
}

/** Calls that come when they come, whether others have ended or not. */
async function flood(call: Caller, seconds: number, perSecond: number): Promise<Seen[]> {
  const calls: Promise<Seen>[] = [];
  const startedAt = performance.now();
  for (let elapsedMs = 0; elapsedMs < seconds * 1_000; elapsedMs = performance.now() - startedAt) {
    while (calls.length < (elapsedMs / 1_000) * perSecond) calls.push(call());
    await sleep(TICK_MS);
  }
  return Promise.all(calls);
}
