import { statfs, mkdir, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { QUARTER_MS } from "@/lib/core/period";
import { ROOT } from "@/scripts/start/root.mjs";
import { createInstallation, type Installation } from "./installation";
import { expectSums } from "./reports/check";
import { reportsConfig } from "./reports/config";
import { describePages } from "./reports/describe-pages";
import { describeReports, formatCount, judge, type Size } from "./reports/describe";
import { fill } from "./reports/fill";
import { type Asked, measure } from "./reports/measure";
import { listPages, measurePages, type PageTimes } from "./reports/page-times";
import { servePages } from "./reports/pages-server";
import { findOldCall, listQuestions } from "./reports/questions";

const USAGE = `usage: npm run bench:reports -- [--calls 10000,1000000] [--rounds 20] [--zone UTC] [--days 90] [--only NAME] [--page PATH] [--json FILE]
--only none leaves out the reports by themselves, --page none the pages.
10000000 calls take about 6 minutes to write, and 16 GiB.`;
const DAY_MS = 86_400_000;
/** Of a call with its attempts, its indexes and its part of the rollups, and then some. */
const BYTES_A_CALL = 3_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      calls: { type: "string", default: "10000,1000000" }, rounds: { type: "string", default: "20" }, zone: { type: "string", default: "UTC" }, days: { type: "string", default: "90" },
      only: { type: "string", default: "" }, page: { type: "string", default: "/" }, json: { type: "string", default: join(tmpdir(), "routeledger-bench-reports.json") }, help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return console.log(USAGE);
  const counts = values.calls.split(",").map((text) => countOf(text, 10_000));
  const rounds = countOf(values.rounds, 1);
  const days = countOf(values.days, 3);
  const questions = listQuestions(values.zone).filter(({ name }) => name.includes(values.only));
  const isPageAsked = (page: string) => page.startsWith(values.page);
  if (questions.length === 0 && !listPages("").some(isPageAsked)) throw new Error(`nothing is asked that is called ${values.only} or ${values.page}. ${USAGE}`);
  await expectRoom(counts);
  const day = new Date().toISOString().slice(0, 10);
  const machine = `${cpus()[0]?.model.trim() ?? "unknown"}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}, ${day}`;
  console.log(`${machine}\n`);

  const interrupt = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => { interrupt.abort(new Error(`stopped by ${name}`)); });
  const sites: Installation[] = [];
  try {
    const asked: Asked[] = [];
    const sizes: Size[] = [];
    for (const calls of counts) {
      console.error(`bench: writing ${formatCount(calls)} calls`);
      const site = await createInstallation(reportsConfig(), `bench-${calls}`);
      sites.push(site);
      const now = new Date();
      const to = new Date(Math.floor(now.getTime() / QUARTER_MS + 1) * QUARTER_MS);
      const filled = await fill(site.databaseUrl, calls, new Date(to.getTime() - days * DAY_MS), to, interrupt.signal);
      await expectSums(site.db, calls);
      const { id: teamId } = await site.db.team.findUniqueOrThrow({ where: { slug: "bench" } });
      asked.push({ db: site.db, teamId, calls, now, callId: await findOldCall(site.db, teamId, now, days), postgresPid: site.postgresPid });
      sizes.push({ calls, filled });
    }
    console.error("bench: asking");
    const answered = await measure(asked, questions, rounds, interrupt.signal);
    console.log(describeReports(sizes, answered));
    const pages: PageTimes[] = [];
    for (const [index, ledger] of asked.entries()) {
      const site = sites[index];
      if (site) pages.push(...(await readPages(site, ledger, isPageAsked, rounds, interrupt.signal)));
    }
    if (pages.length > 0) console.log(`\n${describePages(pages)}`);
    await mkdir(dirname(values.json), { recursive: true });
    await writeFile(values.json, JSON.stringify({ machine, zone: values.zone, sizes, answered, pages, targets: judge(answered) }, null, 2));
    console.log(`\nAll of it as JSON: ${values.json}`);
  } finally {
    for (const site of sites) await site.remove();
  }
}

async function readPages(site: Installation, ledger: Asked, isAsked: (page: string) => boolean, rounds: number, signal: AbortSignal): Promise<PageTimes[]> {
  const pages = listPages(ledger.callId).filter(isAsked);
  if (pages.length === 0) return [];
  console.error(`bench: reading ${pages.length} pages of ${formatCount(ledger.calls)} calls`);
  const served = await servePages(site, signal);
  try {
    return await measurePages(served, ledger, pages, rounds, signal);
  } finally {
    await served.stop();
  }
}

async function expectRoom(counts: readonly number[]): Promise<void> {
  const needed = counts.reduce((sum, calls) => sum + calls, 0) * BYTES_A_CALL;
  const { bavail, bsize } = await statfs(ROOT);
  if (bavail * bsize < needed) throw new Error(`${(needed / 1e9).toFixed(0)} GB are needed, and ${((bavail * bsize) / 1e9).toFixed(0)} GB are free`);
}

function countOf(text: string, least: number): number {
  const count = Number(text);
  if (!/^[1-9]\d{0,8}$/.test(text) || count < least) throw new Error(`${text} is not a count from ${least} on. ${USAGE}`);
  return count;
}

main().catch((error: unknown) => {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
