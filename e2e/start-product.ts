import { cpSync } from "node:fs";
import { join } from "node:path";
import { createThrowaway, removeThrowaway } from "../scripts/postgres/throwaway.mjs";
import { ROOT } from "../scripts/start/root.mjs";
import { launchProduct } from "./launch";
import { announceProduct, parseProduct } from "./product";

/**
 * Playwright's global set-up: starts the product and hands what it printed to the tests. What it returns stops the
 * product, which must end well.
 */
export default async function startProduct(): Promise<() => Promise<void>> {
  const dataDir = await createThrowaway(ROOT, "e2e");
  const launched = await launchProduct(dataDir);
  const printed = parseProduct(launched.output());
  if (!printed) {
    await removeThrowaway(ROOT, dataDir);
    throw new Error(`The product did not start:\n${launched.output()}`);
  }
  announceProduct({ ...printed, dataDir });
  return async () => {
    const code = await launched.stop();
    // For who has to understand a test that failed: the data folder is not kept.
    cpSync(join(dataDir, "logs"), join(ROOT, ".routeledger", "test", "results", "logs"), { recursive: true });
    await removeThrowaway(ROOT, dataDir);
    if (code !== 0) throw new Error(`The product did not stop well:\n${launched.output()}`);
  };
}
