import { readPostgresCpuMs } from "./postgres-cpu";
import type { ServedPages } from "./pages-server";
import { measureScripts } from "./script-weight";

/** Every kind of page. The profile is one of bench/reports/config.ts. */
export function listPages(callId: string): string[] {
  return [
    "/", "/?range=24h", "/?range=30d", "/calls", "/calls?range=30d", "/waste", "/waste?range=30d", "/savings", "/savings?range=30d",
    "/prices", "/prices?range=30d", "/profiles", "/profiles/profile-0", "/profiles/profile-0/versions", "/keys", "/keys?range=30d", "/providers",
    "/team", "/settings", `/calls/${callId}`,
  ];
}

/** One page of one size of ledger. */
export type PageTimes = {
  page: string;
  calls: number;
  /** Milliseconds from the request until the end of the streamed document, by round. */
  ms: number[];
  /** Of all of PostgreSQL's processes, in milliseconds of a core, by round. */
  postgresCpuMs: number[];
  htmlBytes: number;
  /** Of the scripts that the document names, each compressed by gzip. */
  scriptBytes: number;
};

const WARM_UP_ROUNDS = 3;

/** Every page in turn, round by round, so that whatever drifts meets all alike. @throws for a page that is not all there */
export async function measurePages(served: ServedPages, ledger: { calls: number; postgresPid: number }, pages: readonly string[], rounds: number, signal: AbortSignal): Promise<PageTimes[]> {
  const times = pages.map((page): PageTimes => ({ page, calls: ledger.calls, ms: [], postgresCpuMs: [], htmlBytes: 0, scriptBytes: 0 }));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    for (const into of times) {
      signal.throwIfAborted();
      const cpuMs = readPostgresCpuMs(ledger.postgresPid);
      const startedAt = performance.now();
      const html = await readPage(served, into.page);
      const ms = performance.now() - startedAt;
      if (round === -WARM_UP_ROUNDS) Object.assign(into, { htmlBytes: Buffer.byteLength(html), scriptBytes: await measureScripts(html) });
      if (round < 0) continue;
      into.ms.push(ms);
      into.postgresCpuMs.push(readPostgresCpuMs(ledger.postgresPid) - cpuMs);
    }
  }
  return times;
}

async function readPage({ url, cookie }: ServedPages, page: string): Promise<string> {
  const response = await fetch(url + page, { headers: { cookie }, redirect: "manual" });
  const html = await response.text();
  if (response.status !== 200) throw new Error(`${page} answered ${response.status}`);
  // React marks what it gave up on while it streamed: the status had long been sent.
  if (html.includes("<template data-dgst=")) throw new Error(`${page} came with a panel that had failed`);
  if (!html.endsWith("</html>")) throw new Error(`${page} came without its end`);
  return html;
}
