import { expect, test } from "vitest";
import type { Source } from "@/lib/sandbox/assumption";
import { describeSource } from "./describe-source";

const MONTH = { fromMs: 0, toMs: 30 * 86_400_000 };

test.each<[Source, string]>([
  [{ kind: "ledger", what: "calls", count: 48_210 }, "your traffic, 30 d, 48,210 calls"],
  [{ kind: "ledger", what: "attempts", count: 1 }, "your record, 30 d, 1 attempt"],
  [{ kind: "catalogue" }, "your catalogue"],
  [{ kind: "status-pages" }, "status pages 2021-24"],
  [{ kind: "typed" }, "you typed"],
  [{ kind: "assumed" }, "assumed"],
])("%j is told as %s", (source, text) => {
  expect(describeSource(source, MONTH)).toBe(text);
});

test("a range of less than a day is told in hours", () => {
  expect(describeSource({ kind: "ledger", what: "calls", count: 5 }, { fromMs: 0, toMs: 6 * 3_600_000 })).toBe("your traffic, 6 h, 5 calls");
});
