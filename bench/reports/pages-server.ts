import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Installation } from "@/bench/installation";
import { findFreePort } from "@/scripts/postgres/connection.mjs";
import { buildGateway, getGatewayBundle } from "@/scripts/start/build-gateway.mjs";
import { buildPages, getBuildDir, noteUser } from "@/scripts/start/build.mjs";
import { startChild } from "@/scripts/start/children.mjs";
import { answers } from "@/scripts/start/network.mjs";
import { ROOT } from "@/scripts/start/root.mjs";

const READY_TIMEOUT_MS = 60_000;
const STOP_MS = 15_000;
const NEXT = join(ROOT, "node_modules", "next", "dist", "bin", "next");

/** The product over one ledger, with its owner signed in. */
export type ServedPages = { url: string; cookie: string; stop(): Promise<void> };

/** Builds what has changed, starts pages and gateway as `npm start` does, and signs the owner in. */
export async function servePages({ databaseUrl, dataDir, owner }: Installation, signal: AbortSignal): Promise<ServedPages> {
  const report = (text: string) => { console.error(`bench: pages ${text}`); };
  await buildPages(ROOT, report, signal);
  await buildGateway(ROOT, report);
  const release = noteUser(await getBuildDir(ROOT));
  const [pagesPort, port] = [await findFreePort(), await findFreePort()];
  const [pagesUrl, url] = [`http://127.0.0.1:${pagesPort}`, `http://127.0.0.1:${port}`];
  mkdirSync(join(dataDir, "logs"), { recursive: true });
  const shared = { NODE_ENV: "production", DATABASE_URL: databaseUrl, ROUTELEDGER_DATA_DIR: dataDir, ROUTELEDGER_DEMO: "0", __NEXT_PROCESSED_ENV: "true" };
  const program = { cwd: ROOT, dataDir, toTerminal: false, readyTimeoutMs: READY_TIMEOUT_MS };
  const pages = await startChild({
    ...program, name: "pages", args: [NEXT, "start", "-H", "127.0.0.1", "-p", String(pagesPort)],
    env: { ...shared, ROUTELEDGER_GATEWAY_URL: url }, isReady: () => answers(pagesUrl),
  }, signal);
  const gateway = await startChild({
    ...program, name: "gateway", args: [await getGatewayBundle(ROOT)],
    env: { ...shared, HOST: "127.0.0.1", PORT: String(port), ROUTELEDGER_NEXT_URL: pagesUrl }, isReady: "by-message",
  }, signal);
  const stop = async () => {
    for (const child of [gateway, pages]) await child.stop(STOP_MS, () => false);
    release();
  };
  return { url, cookie: await signIn(url, owner), stop };
}

/** As the form does. @returns the cookies of the session */
async function signIn(url: string, owner: { email: string; password: string }): Promise<string> {
  const asked = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await asked.json()) as { csrfToken: string };
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: cookiesOf(asked) },
    body: new URLSearchParams({ ...owner, csrfToken, json: "true" }),
  });
  const cookie = cookiesOf(answer);
  if (!cookie.includes("routeledger.session=")) throw new Error(`the owner could not sign in: ${answer.status} ${await answer.text()}`);
  return cookie;
}

function cookiesOf(answer: Response): string {
  return answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]).join("; ");
}
