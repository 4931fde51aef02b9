import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const shared = { resolve: { alias: { "@": root } } };

export default defineConfig({
  ...shared,
  test: {
    projects: [
      {
        ...shared,
        test: { name: "unit", include: ["{app,lib,components,prisma,scripts,e2e,bench}/**/*.test.{ts,tsx}"], exclude: ["**/*.db.test.ts"] },
      },
      {
        ...shared,
        test: {
          name: "integration",
          include: ["{lib,scripts,prisma}/**/*.db.test.ts"],
          globalSetup: ["./scripts/testing/postgres.ts"],
          fileParallelism: false,
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
