import { expect, it } from "vitest";
import { listProductVariables } from "./environment.mjs";

it("keeps the settings of whoever runs the tests from the product under test", () => {
  const settings = ["DATABASE_URL", "PORT", "HOST", "ROUTELEDGER_SECRET", "ROUTELEDGER_DATA_DIR", "NEXTAUTH_URL", "NEXT_PUBLIC_X", "PGPASSWORD", "NODE_ENV"];
  expect(listProductVariables(settings)).toEqual(settings);
});

it("leaves what the tools need", () => {
  expect(listProductVariables(["PATH", "HOME", "TMPDIR", "CI", "CHROMIUM_PATH", "npm_execpath", "HTTPS_PROXY", "HOSTNAME", "IMPORT"])).toEqual([]);
});
