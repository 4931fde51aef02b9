// @ts-check
import { join } from "node:path";
import { startCluster } from "../postgres/cluster.mjs";
import { findFreePort } from "../postgres/connection.mjs";
import { getPublicUrl } from "./banner.mjs";
import { getGatewayBundle, getHousekeeperBundle } from "./build-gateway.mjs";
import { getBuildDir, noteUser } from "./build.mjs";
import { startChild } from "./children.mjs";
import { keepAlive } from "./keep-alive.mjs";
import { answers } from "./network.mjs";
import { Problem } from "./problem.mjs";

const READY_TIMEOUT_MS = 60_000;
const PAGES_STOP_MS = 5_000;
/** Beyond the time that the gateway gives to open calls, for what it does after them. */
const GATEWAY_EXTRA_MS = 15_000;
const DRAIN_MS = 30_000;
const HOUSEKEEPER_STOP_MS = 8_000;

/**
 * @param {import("./main.mjs").Run} run
 * @returns {Promise<string>} the address of the database
 */
export async function startPostgres(run) {
  const { settings: { root, dataDir }, steps, isHurried } = run;
  run.signal.throwIfAborted();
  return steps.run("PostgreSQL", async (report) => {
    let url = "";
    const release = await keepAlive({
      start: async (/** @type {import("../postgres/cluster.mjs").Cluster | null} */ previous) => {
        // The same port again: the others know the database by it.
        const cluster = await startCluster({ root, dataDir, port: previous?.port });
        url = cluster.url;
        report(describeCluster(cluster, dataDir));
        return cluster;
      },
      ...onEnd(run, "PostgreSQL"),
    });
    run.atEnd(async () => (await release())?.stop(isHurried() ? 3_000 : 30_000));
    return url;
  });
}

/**
 * @param {import("../postgres/cluster.mjs").Cluster} cluster
 * @param {string} dataDir
 */
function describeCluster({ place, port, recovered }, dataDir) {
  const notes = [`${place.version.split(".").slice(0, 2).join(".")} on 127.0.0.1:${port}`];
  if (place.account) notes.push(`as user ${place.account.uid}`);
  if (!place.clusterDir.startsWith(dataDir)) notes.push(`with its data in ${place.clusterDir}, as that user cannot enter ${dataDir}`);
  if (recovered) notes.push(recovered);
  return notes.join(", ");
}

/**
 * @param {import("./main.mjs").Run} run
 * @param {string} databaseUrl
 * @returns {Promise<string>} the address of the pages on loopback
 */
export async function startPages(run, databaseUrl) {
  const { settings, dev } = run;
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  if (!dev) run.atEnd(noteUser(await getBuildDir(settings.root)));
  await startService(run, "pages", PAGES_STOP_MS, {
    args: [join(settings.root, "node_modules", "next", "dist", "bin", "next"), dev ? "dev" : "start", "-H", "127.0.0.1", "-p", String(port)],
    env: {
      DATABASE_URL: databaseUrl,
      ROUTELEDGER_DATA_DIR: settings.dataDir,
      ROUTELEDGER_GATEWAY_URL: getPublicUrl(settings),
      NEXT_TELEMETRY_DISABLED: "1",
      // The environment is complete as it is; Next would read .env once more by rules of its own.
      __NEXT_PROCESSED_ENV: "true",
    },
    isReady: () => answers(url),
  });
  return url;
}

/**
 * @param {import("./main.mjs").Run} run
 * @param {string} databaseUrl
 * @param {string} pagesUrl
 */
export async function startGateway(run, databaseUrl, pagesUrl) {
  const { root, host, port, dataDir } = run.settings;
  const drainMs = Number(process.env["ROUTELEDGER_DRAIN_MS"] || DRAIN_MS);
  await startService(run, "gateway", drainMs + GATEWAY_EXTRA_MS, {
    args: run.dev ? ["--import", "tsx", "scripts/gateway.ts"] : [await getGatewayBundle(root)],
    env: { DATABASE_URL: databaseUrl, HOST: host, PORT: String(port), ROUTELEDGER_DATA_DIR: dataDir, ROUTELEDGER_NEXT_URL: pagesUrl },
    isReady: "by-message",
  });
}

/**
 * Nothing waits for it: when it does not stay up, all else goes on.
 * @param {import("./main.mjs").Run} run
 * @param {string} databaseUrl
 */
export async function startHousekeeper(run, databaseUrl) {
  const { settings, dev } = run;
  await startService(run, "housekeeper", HOUSEKEEPER_STOP_MS, {
    args: dev ? ["--import", "tsx", "scripts/housekeeper.ts"] : [await getHousekeeperBundle(settings.root)],
    env: { DATABASE_URL: databaseUrl, ROUTELEDGER_DATA_DIR: settings.dataDir, ROUTELEDGER_GATEWAY_URL: getPublicUrl(settings) },
    isReady: "by-message",
  });
}

const LABELS = { pages: "Dashboard", gateway: "Gateway", housekeeper: "Housekeeper" };

/**
 * @param {import("./main.mjs").Run} run
 * @param {keyof typeof LABELS} name
 * @param {number} stopMs
 * @param {Pick<import("./children.mjs").Program, "args" | "env" | "isReady">} program
 */
async function startService(run, name, stopMs, { args, env, isReady }) {
  const { settings: { root, dataDir }, dev, steps, signal, isHurried } = run;
  const mode = { NODE_ENV: dev ? "development" : "production" };
  signal.throwIfAborted();
  await steps.run(LABELS[name], async (report) => {
    const release = await keepAlive({
      start: () => startChild({ name, args, env: { ...mode, ...env }, cwd: root, dataDir, toTerminal: dev, isReady, readyTimeoutMs: READY_TIMEOUT_MS }, signal),
      ...onEnd(run, `The ${name}`),
      isPatient: name === "housekeeper",
    });
    report("ready");
    run.atEnd(async () => (await release())?.stop(stopMs, isHurried));
  });
}

/**
 * @param {import("./main.mjs").Run} run
 * @param {string} name
 */
function onEnd({ steps, onLoss, settings: { dataDir } }, name) {
  const logs = join(dataDir, "logs");
  return {
    onRestart: (/** @type {string} */ how) => { steps.say(`${name} ended by itself (${how}; see ${logs}). Starting it again.`); },
    onGiveUp: (/** @type {unknown} */ error) => {
      const why = error instanceof Error ? error.message : String(error);
      onLoss(new Problem(`${name} does not stay up`, why, `Everything is stopped; see ${logs}`));
    },
  };
}
