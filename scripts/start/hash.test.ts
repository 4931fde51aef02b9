import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hashInputs, isMarked, writeMark } from "./hash.mjs";

let root: string;
const hash = () => hashInputs(root, ["app", "missing", "one.json"], ["version 1"]);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "hash-"));
  mkdirSync(join(root, "app", "deep"), { recursive: true });
  writeFileSync(join(root, "app", "deep", "page.tsx"), "page");
  writeFileSync(join(root, "one.json"), "{}");
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

it("stays the same when files are only touched, or tests change", () => {
  const before = hash();
  utimesSync(join(root, "app", "deep", "page.tsx"), 1, 1);
  writeFileSync(join(root, "app", "deep", "page.test.ts"), "a test");
  expect(hash()).toBe(before);
});

it.each([
  ["a content", () => { writeFileSync(join(root, "app", "deep", "page.tsx"), "pages"); }],
  ["a new file", () => { writeFileSync(join(root, "app", "new.ts"), ""); }],
  ["a removed file", () => { rmSync(join(root, "one.json")); }],
  ["a path that appears", () => { writeFileSync(join(root, "missing"), ""); }],
])("changes with %s", (_name, change) => {
  const before = hash();
  change();
  expect(hash()).not.toBe(before);
});

it("changes when text moves from one file to the next", () => {
  writeFileSync(join(root, "app", "a"), "12");
  writeFileSync(join(root, "app", "b"), "3");
  const before = hash();
  writeFileSync(join(root, "app", "a"), "1");
  writeFileSync(join(root, "app", "b"), "23");
  expect(hash()).not.toBe(before);
});

it("changes with what else it depends on", () => {
  expect(hashInputs(root, ["app"], ["version 2"])).not.toBe(hashInputs(root, ["app"], ["version 1"]));
});

it("finds its own mark and no other", () => {
  const mark = join(root, "build", "mark");
  expect(isMarked(mark, "abc")).toBe(false);
  writeMark(mark, "abc");
  expect(isMarked(mark, "abc")).toBe(true);
  expect(isMarked(mark, "abd")).toBe(false);
});
