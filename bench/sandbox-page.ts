import { availableParallelism, cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { chromium, type Page } from "@playwright/test";
import { formatMarkdown, formatSpread, medianOf } from "./figures";

const ROUNDS = 5;
const IDLE_MS = 3_000;
/** After the last message of the worker: its figures are drawn by then. */
const DRAWN_MS = 1_500;
const RUN_TIMEOUT_MS = 120_000;

/** As the address has it: of the team's profile, so much traffic that the run ends at its most calls. */
const STATE = {
  inputs: { traffic: { callsPerMinute: 2_000, minutes: 1_440 }, endpoints: {}, domains: {}, trouble: [], seed: 1 },
  candidates: [], selected: null, run: { replications: 8, maxCalls: 1_000_000 },
};

type Frames = { gapsMs: number[]; longTasksMs: number[] };
type Measured = { longestMs: number; p99Ms: number; frames: number; longTaskMs: number; tookMs: number };

/** How long a frame takes at the longest while a worker simulates a million calls, beside a page that does nothing. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { url: { type: "string" }, email: { type: "string" }, password: { type: "string" }, team: { type: "string" } } });
  const { url, email, password, team } = values;
  if (!url || !email || !password) throw new Error("Say which running product to measure: --url, --email and --password, as `npm start` printed them; --team demo for that of the example.");
  const executablePath = process.env["CHROMIUM_PATH"];
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
  try {
    const page = await browser.newPage({ baseURL: url });
    await page.addInitScript(WATCH);
    await signIn(page, { email, password, team });
    await page.goto(`/sandbox?s=${Buffer.from(JSON.stringify(STATE)).toString("base64url")}`);
    await waitForRun(page);
    const [idle, running]: [Measured[], Measured[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      idle.push(await measure(page, () => page.waitForTimeout(IDLE_MS)));
      running.push(await measure(page, async () => {
        await page.getByRole("button", { name: "Run again" }).click();
        await page.getByText(/ of 1,000,000 calls/).waitFor();
        await waitForRun(page);
      }));
    }
    const day = new Date().toISOString().slice(0, 10);
    console.log(`${cpus()[0]?.model.trim() ?? "unknown"}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Chromium ${browser.version()}, ${day}\n`);
    console.log(formatMarkdown(["", "longest frame ms", "by round", "p99 ms", "longest task ms", "took s"], [row("at rest", idle), row("simulating", running)]));
  } finally {
    await browser.close();
  }
}

function row(name: string, rounds: readonly Measured[]): string[] {
  const median = (of: (each: Measured) => number, places: number) => medianOf(rounds.map(of)).toFixed(places);
  const longest = rounds.map(({ longestMs }) => longestMs);
  return [name, median(({ longestMs }) => longestMs, 0), formatSpread(longest, 0), median(({ p99Ms }) => p99Ms, 0), median(({ longTaskMs }) => longTaskMs, 0), median(({ tookMs }) => tookMs / 1_000, 1)];
}

/** In the page, before anything of it: the time between any two frames, and each task of 50 ms and more. */
const WATCH = `
  globalThis.frames = { gapsMs: [], longTasksMs: [] };
  let lastMs = performance.now();
  requestAnimationFrame(function next() {
    const nowMs = performance.now();
    frames.gapsMs.push(nowMs - lastMs);
    lastMs = nowMs;
    requestAnimationFrame(next);
  });
  new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) frames.longTasksMs.push(duration); }).observe({ type: "longtask" });
`;

async function measure(page: Page, run: () => Promise<void>): Promise<Measured> {
  await page.evaluate("frames.gapsMs.length = frames.longTasksMs.length = 0");
  const startedAt = performance.now();
  await run();
  const tookMs = performance.now() - startedAt;
  await page.waitForTimeout(DRAWN_MS);
  const { gapsMs, longTasksMs } = await page.evaluate<Frames>("frames");
  const ascending = gapsMs.toSorted((a, b) => a - b);
  return { longestMs: ascending.at(-1) ?? NaN, p99Ms: ascending[Math.floor(ascending.length * 0.99)] ?? NaN, frames: gapsMs.length, longTaskMs: Math.max(0, ...longTasksMs), tookMs };
}

async function waitForRun(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Run again" }).waitFor({ timeout: RUN_TIMEOUT_MS });
}

async function signIn(page: Page, { email, password, team }: { email: string; password: string; team: string | undefined }): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("textbox", { name: "E-mail" }).fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Overview", level: 1 }).waitFor();
  if (!team) return;
  await page.getByRole("combobox", { name: "Team" }).selectOption(team);
  await page.getByText("Practice providers and made-up history").waitFor();
}

await main();
