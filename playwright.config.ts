import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

const isRoot = process.getuid?.() === 0;
const executablePath = process.env["CHROMIUM_PATH"];
/** Chromium keeps crash reports and caches at home, whatever its profile: this is the home that it gets. */
const chromiumHome = fileURLToPath(new URL(".routeledger/test/chromium", import.meta.url));

/** The product as a user starts it (e2e/start-product.ts), in a real Chromium. `npm test` finds one and names it here. */
export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/start-product.ts",
  outputDir: ".routeledger/test/results",
  workers: 2,
  timeout: 60_000,
  // A page is there in a fraction of that; a machine that does other things as well shall fail no test.
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      env: { ...process.env, XDG_CONFIG_HOME: chromiumHome, XDG_CACHE_HOME: chromiumHome },
      // Chromium's sandbox does not work as root.
      args: isRoot ? ["--no-sandbox"] : [],
    },
  },
  projects: [
    { name: "gateway", testDir: "e2e/gateway" },
    { name: "dashboard", testDir: "e2e/dashboard" },
  ],
});
