import { defineConfig } from "@playwright/test";
import config from "../playwright.config";

/** `npm run screens`: not a test, but takes the pictures of docs/screens from the product as a user starts it. */
export default defineConfig({
  ...config,
  testDir: "screens",
  globalSetup: "./start-product.ts",
  outputDir: "../.routeledger/test/results",
  projects: [{ name: "screens", testDir: "screens" }],
});
