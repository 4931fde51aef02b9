// @ts-check
import { findFreePort } from "../postgres/connection.mjs";
import { formatSecrets, formatWelcome, getPublicUrl } from "./banner.mjs";
import { forgetChildren, stopLeftovers } from "./children.mjs";
import { migrate, seed } from "./database.mjs";
import { listenForInterrupts } from "./interrupt.mjs";
import { takeDataFolder } from "./data-folder.mjs";
import { requireDatabase, requireFreePort } from "./network.mjs";
import { prepareCheckout } from "./prepare.mjs";
import { formatFailure } from "./problem.mjs";
import { ROOT } from "./root.mjs";
import { startGateway, startHousekeeper, startPages, startPostgres } from "./services.mjs";
import { readSettings } from "./settings.mjs";
import { createSteps } from "./steps.mjs";

/**
 * @typedef {{
 *   settings: import("./settings.mjs").Settings,
 *   dev: boolean,
 *   steps: import("./steps.mjs").Steps,
 *   signal: AbortSignal,
 *   isHurried: () => boolean,
 *   atEnd: (close: () => Promise<void> | void) => void,
 *   onLoss: (error: unknown) => void,
 * }} Run one run of the product; what `atEnd` is given is done at its end, last one first, and `onLoss` ends it
 */

/**
 * Starts the product, and stops it in order when it is told to or when a part of it is lost.
 * @param {{ dev: boolean }} options
 */
export async function main({ dev }) {
  const steps = createSteps(process.stdout);
  const { signal, isHurried } = listenForInterrupts((text) => { steps.say(text); });
  /** @type {(() => Promise<void> | void)[]} */
  const closers = [];
  const loss = new AbortController();
  let code = 0;
  // Whatever happens to us, what we have started must be stopped; a terminal that is gone is nothing to end for.
  process.on("uncaughtException", (error) => { loss.abort(error); });
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  try {
    /** @type {Run} */
    const run = {
      settings: readSettings(ROOT), dev, steps, signal, isHurried,
      atEnd: (close) => closers.unshift(close),
      onLoss: (error) => { loss.abort(error); },
    };
    await boot(run);
    await untilAborted(AbortSignal.any([signal, loss.signal]));
    loss.signal.throwIfAborted();
  } catch (error) {
    if (!signal.aborted) {
      console.error(`\n${formatFailure(error)}`);
      code = 1;
    }
  }
  for (const close of closers) {
    try {
      await close();
    } catch (error) {
      console.error(formatFailure(error));
      code = 1;
    }
  }
  if (signal.aborted) steps.say("Stopped.");
  process.exit(code);
}

/** @param {Run} run */
async function boot(run) {
  const { settings, steps, signal, dev } = run;
  const { host, dataDir, root } = settings;
  steps.say(`RouteLedger: ${root}`);
  await takeDataFolder(run);
  const left = await stopLeftovers(dataDir);
  run.atEnd(() => { forgetChildren(dataDir); });
  if (left.length > 0) steps.say(`  An earlier start was killed; stopped its ${left.join(" and ")}.`);
  if (settings.port === 0) settings.port = await findFreePort();
  await requireFreePort(host, settings.port);
  if (settings.databaseUrl) await requireDatabase(settings.databaseUrl);

  await prepareCheckout({ root, steps, signal, parts: dev ? ["packages", "client"] : ["packages", "client", "pages", "gateway"] });
  const databaseUrl = settings.databaseUrl ?? (await startPostgres(run));
  await migrate(run, databaseUrl);
  const secrets = await seed(run, databaseUrl);
  if (secrets) steps.say(formatSecrets(secrets));
  const pagesUrl = await startPages(run, databaseUrl);
  await startGateway(run, databaseUrl, pagesUrl);
  if (settings.housekeeping) await startHousekeeper(run, databaseUrl);
  steps.say(formatWelcome(getPublicUrl(settings), secrets));
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function untilAborted(signal) {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    // A timer, so that the process stays even when nothing else holds it.
    const hold = setInterval(() => undefined, 60_000);
    signal.addEventListener("abort", () => { clearInterval(hold); resolve(); });
  });
}
