import { expect, test } from "vitest";
import type { StoredApiKey } from "@/lib/accounts/keys/load-api-keys";
import type { OpenedMonth } from "@/lib/billing/list-months";
import { richMonth } from "@/lib/billing/testing/month";
import type { KeyScope } from "@/lib/core/key-scopes";
import type { Db } from "@/lib/db";
import type { KeyRing } from "@/lib/gateway/authenticate";
import { answerReport } from "./answer-report";

const NOW = new Date("2026-12-06T12:00:00Z");
const sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const report = richMonth();
const opened: OpenedMonth = {
  report, standing: { state: "closed", version: 2, isReopened: false, openItems: [] },
  closed: { month: report.month, version: 2, zone: report.zone, document: "", sha256, closedAt: new Date("2026-12-05T00:00:00Z"), closedBy: "calendar", report },
};
const keyOf = (scopes: KeyScope[], more: Partial<StoredApiKey> = {}) => ({ teamId: "t", id: "k", keyId: "k", ownerId: "m", limits: null, expiresAtMs: null, revokedAtMs: null, scopes, ...more }) as StoredApiKey;
const keys: KeyRing = {
  peppers: new Map() as unknown as KeyRing["peppers"], holdsKey: () => false, findKey: () => Promise.resolve(null),
  verified: new Map([["finance", keyOf(["reports"])], ["caller", keyOf(["calls"])], ["revoked", keyOf(["reports"], { revokedAtMs: 1 })]]),
};
/** Opens the month above, whatever is asked; null is a version that there is not. */
const dbOf = (found: OpenedMonth | null) => ({ $transaction: () => Promise.resolve(found) }) as unknown as Db;

function ask(month: string, query = "", headers: Record<string, string> = { authorization: "Bearer finance" }, found: OpenedMonth | null = opened): Promise<Response> {
  return answerReport(new Request(`http://x/api/reports/${month}${query}`, { headers: { "sec-fetch-site": "cross-site", ...headers } }), month, { db: dbOf(found), readers: { keys, findSignedIn: () => Promise.resolve("signed-out") }, now: NOW });
}

test.each<[string, number, string, string, Record<string, string>]>([
  ["no key, from another site", 401, "2026-11", "", {}],
  ["a key for calls", 403, "2026-11", "", { authorization: "Bearer caller" }],
  ["a revoked key", 401, "2026-11", "", { authorization: "Bearer revoked" }],
  ["two different keys", 400, "2026-11", "", { authorization: "Bearer finance", "x-api-key": "caller" }],
  ...["0000-13", "2026-1", "9999-12", "2026-11-01", "", "2026-11/"].map((month): [string, number, string, string, Record<string, string>] => [`the month ${month}`, 400, month, "", { authorization: "Bearer finance" }]),
  ["a month that has not begun", 404, "2027-01", "", { authorization: "Bearer finance" }],
  ["the last month that there is", 404, "2999-12", "", { authorization: "Bearer finance" }],
  ["an unknown format", 400, "2026-11", "?format=xml", { authorization: "Bearer finance" }],
  ["a list of formats", 400, "2026-11", "?format=csv,json", { authorization: "Bearer finance" }],
  ["an unknown version of FOCUS", 400, "2026-11", "?format=focus&version=1.3", { authorization: "Bearer finance" }],
  ["a version that is no number", 400, "2026-11", "?closing=0", { authorization: "Bearer finance" }],
])("%s gets %i", async (_, status, month, query, headers) => {
  const answer = await ask(month, query, headers);
  expect(answer.status).toBe(status);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(((await answer.json()) as { error: { message: string } }).error.message).toMatch(/\.$|…"\.$/);
});

test("a closed month has its hash as ETag, and is not sent again to who has it", async () => {
  for (const [format, type] of [["json", "application/json"], ["csv", "text/csv"]] as const) {
    const answer = await ask("2026-11", `?format=${format}`);
    expect([answer.status, answer.headers.get("etag"), answer.headers.get("content-type")?.split(";")[0], answer.headers.get("cache-control")]).toEqual([200, `"${sha256}"`, type, "private, no-cache"]);
    if (format !== "json") expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="routeledger-report-research-2026-11-v2.${format}"`);
  }
  const again = (tag: string) => ask("2026-11", "", { authorization: "Bearer finance", "if-none-match": tag });
  expect([(await again(`W/"other", "${sha256}"`)).status, (await again('"other"')).status]).toEqual([304, 200]);
});

test("an open month has no ETag, and a version that there is not gets 404", async () => {
  const open = await ask("2026-11", "", undefined, { ...opened, closed: null, standing: { ...opened.standing, state: "provisional", version: null } });
  expect([open.headers.get("etag"), open.headers.get("cache-control"), ((await open.json()) as { state: string }).state]).toEqual([null, "no-store", "provisional"]);
  expect((await ask("2026-11", "?closing=7", undefined, null)).status).toBe(404);
});
