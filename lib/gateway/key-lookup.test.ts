import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { StoredApiKey } from "@/lib/accounts/keys/load-api-keys";
import { KeyLookup } from "./key-lookup";

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

const KEY = { keyId: "known" } as StoredApiKey;

/** A database that answers when it is told to. */
function createLookup() {
  const asked: { keyId: string; answer: (key: StoredApiKey | null) => void; fail: () => void }[] = [];
  const lookup = new KeyLookup((keyId) => new Promise((resolve, reject) => {
    asked.push({ keyId, answer: resolve, fail: () => { reject(new Error("gone")); } });
  }));
  return { lookup, asked };
}
const unavailable = { code: "database_unavailable", status: 503, retryAfterS: 2 };

it("asks once for all who ask together, and not again for a while about a key that nobody has", async () => {
  const { lookup, asked } = createLookup();
  const both = Promise.all([lookup.find("x"), lookup.find("x")]);
  asked[0]?.answer(null);
  expect(await both).toEqual([null, null]);
  expect(await lookup.find("x")).toBeNull();
  expect(asked).toHaveLength(1);
  vi.advanceTimersByTime(10_001);
  const again = lookup.find("x");
  asked[1]?.answer(KEY);
  expect(await again).toBe(KEY);
});

it("asks again at once when something has changed", async () => {
  const { lookup, asked } = createLookup();
  const first = lookup.find("x");
  asked[0]?.answer(null);
  await first;
  lookup.forget();
  void lookup.find("x");
  expect(asked).toHaveLength(2);
});

it("says that nobody knows, and forgets it, when the database fails", async () => {
  const { lookup, asked } = createLookup();
  const failed = expect(lookup.find("x")).rejects.toMatchObject(unavailable);
  asked[0]?.fail();
  await failed;
  const next = lookup.find("x");
  asked[1]?.answer(KEY);
  expect(await next).toBe(KEY);
});

it("waits two seconds for a database that does not answer, and piles nothing up on it", async () => {
  const { lookup, asked } = createLookup();
  const waiting = Array.from({ length: 16 }, (_, index) => expect(lookup.find(`key ${index}`)).rejects.toMatchObject(unavailable));
  await expect(lookup.find("one more")).rejects.toMatchObject(unavailable);
  await vi.advanceTimersByTimeAsync(2_000);
  await Promise.all(waiting);
  await expect(lookup.find("still too many")).rejects.toMatchObject(unavailable);
  expect(asked).toHaveLength(16);
  asked[3]?.answer(null);
  await vi.advanceTimersByTimeAsync(0);
  const next = lookup.find("now");
  asked[16]?.answer(KEY);
  expect(await next).toBe(KEY);
});
