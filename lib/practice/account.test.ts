import { describe, expect, it } from "vitest";
import { Account } from "./account";
import { noTokens, ratesOf } from "./price";

const identity = { apiKey: "k", provider: "p", model: "m" };
const tokens = { ...noTokens(), promptTokens: 10, cachedTokens: 4 };

describe("Account", () => {
  it("counts a request once, whatever comes after its end", () => {
    const account = new Account();
    const request = account.open("1", identity, false, ratesOf({ input: "1", cachedInput: "0.5", output: "2" }));
    request.countPrompt(tokens);
    request.countPrompt(tokens);
    request.countCompletion(3, 1);
    request.end("answered");
    request.end("aborted");
    request.close();
    request.close();
    const { total, lines, requests } = account.snapshot();
    expect(total).toEqual({
      requests: 1, open: 0, answered: 1, aborted: 0, rejected: 0, faults: {},
      promptTokens: 10, cachedTokens: 4, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0,
      completionTokens: 3, reasoningTokens: 1, costPico: "14000000",
    });
    expect(lines).toEqual([{ ...identity, ...total }]);
    expect(requests).toMatchObject([{ id: "1", ...identity, outcome: "answered", completionTokens: 3, costPico: "14000000" }]);
  });

  it("keeps keys, providers and models apart, also where their names run together", () => {
    const account = new Account();
    account.open("1", { apiKey: "a", provider: "b/c", model: "d" }, false, null).end("429");
    account.open("2", { apiKey: "a", provider: "b", model: "c/d" }, false, null).end("constructor");
    expect(account.snapshot().lines.map((line) => line.faults)).toEqual<Record<string, number>[]>([{ "429": 1 }, { constructor: 1 }]);
    expect(account.snapshot().total.faults).toEqual({ "429": 1, constructor: 1 });
  });

  it("keeps the last 10,000 requests and all sums, and no more than 10,000 lines", () => {
    const account = new Account();
    for (let index = 0; index < 20_500; index += 1) {
      account.open(String(index), { ...identity, model: `m${index}` }, false, null).end("answered");
    }
    const { total, lines, requests } = account.snapshot();
    expect(total.answered).toBe(20_500);
    expect(requests).toHaveLength(10_000);
    expect(requests.at(-1)?.id).toBe("20499");
    expect(lines).toHaveLength(10_001);
    expect(lines.at(-1)).toMatchObject({ model: "(others)", answered: 10_500 });
    account.reset();
    expect(account.snapshot()).toMatchObject({ total: { requests: 0 }, lines: [], requests: [] });
  });
});
