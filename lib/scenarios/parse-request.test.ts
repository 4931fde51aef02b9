import { describe, expect, test } from "vitest";
import { describeRequest } from "./json-schema";
import { parseRequest } from "./parse-request";

const tiers = [{ endpoint: "groq/llama" }, { endpoint: "together/llama", retries: 1, caps: { requestsPerMinute: "60" } }];
const problemsOf = (request: unknown) => {
  const parsed = parseRequest(request);
  return "problems" in parsed ? parsed.problems : {};
};

describe("a request", () => {
  test("of nothing but a profile has the defaults", () => {
    expect(parseRequest({ profile: "extract" })).toEqual({
      request: { engine: "closed-form", profile: "extract", traffic: {}, endpoints: {}, domains: {}, trouble: [], seed: 1 },
    });
  });

  test("may bring a profile of its own, with numbers and flags as such or as texts", () => {
    const profile = { slug: "candidate", tiers };
    expect(parseRequest({ profile })).toMatchObject({ request: { profile } });
  });

  test.each<[string, unknown, Record<string, string>]>([
    ["a probability above 1", { endpoints: { "groq/llama-3.1": { success: 1.2 } } }, { "endpoints.groq/llama-3.1.success": "Must be at most 1." }],
    ["one below 0 in a range", { endpoints: { a: { success: [-0.1, 0.5] } } }, { "endpoints.a.success.0": "Must be at least 0." }],
    ["a range upside down", { traffic: { callsPerMinute: [9, 3] } }, { "traffic.callsPerMinute": "Must have the lower number first." }],
    ["no calls", { traffic: { callsPerMinute: 0 } }, { "traffic.callsPerMinute": "Must be above 0." }],
    ["a text for a number", { traffic: { callsPerMinute: "many" } }, { "traffic.callsPerMinute": "Must be a number, or a range [low, high]." }],
    ["a field that is mistyped", { traffic: { callPerMinute: 3 } }, { "traffic.callPerMinute": "There is no such field; the nearest is callsPerMinute." }],
    ["an engine that is not there", { engine: "magic" }, { engine: "Must be closed-form or events or backtest." }],
    ["trouble that is not there", { trouble: [{ kind: "flood", fromMinute: 0, minutes: 1 }] }, { "trouble.0.kind": "Must be outage or rate-limits or slow or price or traffic." }],
    ["trouble without its domains", { trouble: [{ kind: "outage", fromMinute: 0, minutes: 1 }] }, { "trouble.0.domains": "Is missing." }],
    ["a price that is no amount", { endpoints: { a: { price: { inputUsd: "-1", outputUsd: "1" } } } }, { "endpoints.a.price.inputUsd": "Must be an amount such as 0.59, in digits and with at most six decimals." }],
    ["a price in a word that is not known", { endpoints: { a: { price: "cheap" } } }, { "endpoints.a.price": "Must be a mapping, or free." }],
    ["a mean above its 95th percentile", { endpoints: { a: { firstTokenMs: { p50: 900, p95: 100 } } } }, { "endpoints.a.firstTokenMs.p95": "Must not be below p50." }],
    ["a seed that is no whole number", { seed: 1.5 }, { seed: "Must be a whole number." }],
    ["a period upside down", { period: { from: "2026-11-02T00:00:00Z", to: "2026-11-01T00:00:00Z" } }, { "period.to": "Must be after `from`." }],
    ["a period that is no instant", { period: { from: "yesterday", to: "2026-11-01T00:00:00Z" } }, { "period.from": "Must be an instant such as 2026-11-20T00:00:00Z." }],
    ["a profile without tiers", { profile: { slug: "x", tiers: [] } }, { "profile.tiers": "Must not be empty." }],
    ["a field that profiles do not have", { profile: { slug: "x", tiers, retires: 1 } }, { "profile.retires": "There is no such field; the nearest is retries." }],
    ["a tier's rule that is out of bounds", { profile: { slug: "x", tiers: [{ endpoint: "a/b", retries: 99 }] } }, { "profile.tiers.0.retries": "Must be a whole number from 0 to 10." }],
    ["a domain with a character that nobody sees", { domains: { "a\u0000b": { downShare: 0.1 } } }, { "domains.a\u0000b": "Is not a name that can stand here." }],
    ["half a letter for a domain", { endpoints: { a: { failureDomain: "\ud800" } } }, { "endpoints.a.failureDomain": "Must not contain control characters." }],
    ["a name of nothing but spaces", { trouble: [{ kind: "outage", domains: [" "], fromMinute: 0, minutes: 1 }] }, { "trouble.0.domains.0": "Must not be empty." }],
    ["an endpoint named like a prototype", { endpoints: JSON.parse('{"__proto__": {"success": 0.5}}') as unknown }, { "endpoints.__proto__": "Is not a name that can stand here." }],
    ["no profile", { profile: undefined }, { profile: "Is missing." }],
    ["a strategy that is not there", { profile: { slug: "x", strategy: "best", tiers } }, { "profile.strategy": "Must be ordered or weighted or cheapest or fastest or expected-cost." }],
    ["a cause that is mistyped", { endpoints: { a: { causes: { rate_limit: 1, network: 1 } } } }, { "endpoints.a.causes.rate_limit": "Is no cause; the nearest is rate_limited." }],
    ["something else for a profile", { profile: 7 }, { profile: "Must be a text, or a mapping." }],
  ])("with %s is refused by the field's path", (_, part, problems) => {
    expect(problemsOf({ profile: "extract", ...(part as object) })).toEqual(problems);
  });

  test("of names that objects have says of each that the team has none such, and keeps them", () => {
    const domains = { constructor: { downShare: 0.1 }, toString: { downShare: 0.2 } };
    expect(parseRequest({ profile: "extract", domains })).toMatchObject({ request: { domains } });
  });

  test.each([null, "text", [], 3])("that is %j is refused as a whole", (value) => {
    expect(problemsOf(value)).toEqual({ "": "Must be a mapping." });
  });
});

test("every field of the request is described in its JSON Schema", () => {
  const { properties = {} } = describeRequest();
  const described = JSON.stringify(properties["traffic"]).match(/"description"/g) ?? [];
  expect(Object.keys(properties)).toEqual(["engine", "profile", "candidates", "traffic", "endpoints", "domains", "trouble", "breakers", "seed", "replications", "maxCalls", "period"]);
  for (const [name, field] of Object.entries(properties)) expect(field, name).toHaveProperty("description");
  expect(described).toHaveLength(11);
  expect(JSON.stringify(properties["profile"])).toContain("requestsPerMinute");
});
