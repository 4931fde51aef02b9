import { expect, test } from "vitest";
import { keepView } from "./keep-view";

const from = (pathname: string, query = "") => ({ pathname, search: new URLSearchParams(query) });

test("a page about a range leads to others about the same, without its filters", () => {
  const query = "range=30d&zone=Asia%2FKathmandu&profile=extract&unit=by-tokens&cause=auth&before=x";
  const kept = "profile=extract&range=30d&zone=Asia%2FKathmandu&unit=by-tokens";
  expect(keepView("/calls", from("/", query))).toBe(`/calls?${kept}`);
  expect(keepView("/", from("/calls/01a2", query))).toBe(`/?${kept}`);
  expect(keepView("/waste", from("/savings", "from=a&to=b"))).toBe("/waste?from=a&to=b");
});

test("pages without a view neither take nor give one", () => {
  expect(keepView("/team", from("/", "range=30d"))).toBe("/team");
  expect(keepView("/", from("/settings/audit", "range=24h"))).toBe("/");
  expect(keepView("/calls", from("/"))).toBe("/calls");
});
