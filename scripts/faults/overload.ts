/**
 * Five times as many calls as a gateway's process may have under way: what is still served, how fast the rest is
 * refused, and what is left of it afterwards. The bound is small, so that what is measured is the gateway and not the
 * machine that plays its clients and providers too. `--long` for a minute of it.
 */
import { openStage, readRssMib, type Stage } from "./stage";

const SECONDS = process.argv.includes("--long") ? 60 : 4;
const MAX_CALLS = 80;
/** One key's part, when it is alone. */
const AT_ONCE = 60;
const ANSWER_MS = 500;
const TIMES_TOO_MANY = 5;
const TICK_MS = 10;
/** Of the peak; the rest is what refusing costs. */
const LEAST_GOODPUT = 0.9;
const MOST_REFUSAL_MS = 100;

type Tally = { served: number; refusedMs: number[]; wrong: string[] };

async function callOnce({ gateway }: Stage, tally: Tally): Promise<void> {
  const startedAt = performance.now();
  try {
    const response = await gateway.call({});
    await response.text();
    if (response.status === 200) tally.served += 1;
    else if (response.status === 503 && response.headers.get("retry-after") === "1") tally.refusedMs.push(performance.now() - startedAt);
    else tally.wrong.push(String(response.status));
  } catch (error) {
    tally.wrong.push(String(error));
  }
}

const createTally = (): Tally => ({ served: 0, refusedMs: [], wrong: [] });

/** As many at once as it takes, each followed by the next. @returns calls served a second */
async function measurePeak(stage: Stage): Promise<number> {
  const tally = createTally();
  const until = performance.now() + SECONDS * 1_000;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (performance.now() < until) await callOnce(stage, tally);
  }));
  return tally.served / SECONDS;
}

/** Calls that come when they come, whether others have ended or not. */
async function flood(stage: Stage, perSecond: number): Promise<Tally> {
  const tally = createTally();
  const calls: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let elapsedMs = 0; elapsedMs < SECONDS * 1_000; elapsedMs = performance.now() - startedAt) {
    while (calls.length < (elapsedMs / 1_000) * perSecond) calls.push(callOnce(stage, tally));
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await Promise.all(calls);
  return tally;
}

const percentile = (values: number[], share: number) => values.sort((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN;

async function main(): Promise<void> {
  const stage = await openStage({ ROUTELEDGER_MAX_CALLS: String(MAX_CALLS) });
  try {
    const { site, gateway } = stage;
    site.practice.setScript("alpha/llama", { firstTokenMs: ANSWER_MS });
    await measurePeak(stage);
    const peak = await measurePeak(stage);
    const beforeMib = readRssMib(gateway.child.pid ?? 0);
    const { served, refusedMs, wrong } = await flood(stage, TIMES_TOO_MANY * peak);
    const afterMib = readRssMib(gateway.child.pid ?? 0);
    const recovered = await measurePeak(stage);
    const [goodput, medianMs, p99Ms] = [served / SECONDS, percentile(refusedMs, 0.5), percentile(refusedMs, 0.99)];
    console.log(`peak ${peak.toFixed()} calls/s, under ${TIMES_TOO_MANY} times as many ${goodput.toFixed()}, afterwards ${recovered.toFixed()}`);
    console.log(`${refusedMs.length} refused, as their client saw it in ${medianMs.toFixed(1)} ms at the median and ${p99Ms.toFixed(1)} ms at the 99th percentile`);
    console.log(`RSS ${beforeMib.toFixed()} MiB before, ${afterMib.toFixed()} after`);
    const failures = [
      goodput < LEAST_GOODPUT * peak && "overload costs too much of what could be served",
      recovered < LEAST_GOODPUT * peak && "it does not recover",
      medianMs > MOST_REFUSAL_MS && "refusing takes too long",
      refusedMs.length === 0 && "nobody was refused, so nothing was shown",
      wrong.length > 0 && `${wrong.length} calls ended otherwise, such as with ${wrong[0]}`,
    ].filter((failure) => failure !== false);
    for (const failure of failures) console.error(`FAILED: ${failure}`);
    process.exitCode = failures.length === 0 ? 0 : 1;
  } finally {
    await stage.close();
  }
}

await main();
