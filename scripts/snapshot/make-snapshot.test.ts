import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { formatSnapshot, GENAI, makeSnapshot } from "./make-snapshot";
import { modelsDevFile } from "./models-dev";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("the committed snapshot is what the script makes of the committed sources", () => {
  const source = modelsDevFile.parse(JSON.parse(read("lib/catalog/known/sources/models-dev.json")));
  expect(formatSnapshot(makeSnapshot(source)) === read("lib/catalog/known/snapshot.json"), "run npm run snapshot").toBe(true);
});

test("the version of the price package that the snapshot names is the one that is installed", () => {
  const { version } = JSON.parse(read("node_modules/@pydantic/genai-prices/package.json")) as { version: string };
  expect(version).toBe(GENAI.version);
});
