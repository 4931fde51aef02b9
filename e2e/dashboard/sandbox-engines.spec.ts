import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { expect, test } from "@playwright/test";
import { build } from "esbuild";

const ROOT = join(import.meta.dirname, "../..");
/** Twelve digits. */
const PRECISION = 1e-12;

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** All values of a result by where they stand. */
function flatten(value: Json, path = ""): [string, string | number | boolean | null][] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, each]) => flatten(each, `${path}/${name}`));
}

/** Figures to 12 digits; counts, and sums of money in pico-USD, which are text, to the last one. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== "number" || typeof other !== "number" || Number.isInteger(one)) return one === other;
  return Math.abs(one - other) <= PRECISION * Math.abs(one);
}

test("the sandbox counts the same in Node and in a browser, and comes to the same figures", async ({ page }) => {
  const bundled = await build({
    entryPoints: [join(ROOT, "lib/sandbox/testing/all-engines.ts")],
    tsconfig: join(ROOT, "tsconfig.json"),
    bundle: true, write: false, format: "iife", globalName: "sandbox", platform: "neutral", target: "es2022",
  });
  const script = `${bundled.outputFiles[0]?.text ?? ""}; sandbox.runAllEngines()`;
  const inNode = new Map(flatten(JSON.parse(runInNewContext(script) as string) as Json));
  const inBrowser = new Map(flatten(JSON.parse(await page.evaluate<string>(script)) as Json));
  expect([...inBrowser.keys()]).toEqual([...inNode.keys()]);
  const differing = [...inNode].filter(([path, value]) => !isSame(value, inBrowser.get(path)));
  expect(differing.map(([path, value]) => `${path}: ${value} in Node, ${inBrowser.get(path)} in the browser`)).toEqual([]);
  expect([...inNode.keys()].filter((path) => path.endsWith("/calls")).length).toBeGreaterThan(8);
  expect(["/optimum/cheapest/id", "/optimum/front/1/id", "/backtest/drawnShare", "/estimate/result/intervals/replications"].filter((path) => !inNode.get(path))).toEqual([]);
});
