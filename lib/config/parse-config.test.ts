import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseConfig } from "./parse-config";
import type { Refusal } from "./refusal";
import { Variables } from "./variables";

const ENV = { GROQ_API_KEY: "gsk_canary_value", HOST: "api.groq.com", EMPTY: "", BAD: "a b", QUOTE: "\"}, x: {y: \"" };

function parse(text: string) {
  const refusals: Refusal[] = [];
  const variables = new Variables(ENV);
  const parsed = parseConfig(text, variables, refusals);
  return { config: parsed?.config, lines: refusals.map(({ line, reason }) => `${line}: ${variables.hide(reason)}`) };
}

describe("a file is read", () => {
  test("with its defaults, and prices as exact pico from text, quoted or not", () => {
    const { config, lines } = parse(`
providers:
  - { slug: groq, name: Groq, dialect: openai, baseUrl: https://\${HOST}/openai/v1, credential: \${GROQ_API_KEY} }
endpoints:
  - { provider: groq, model: meta/llama, price: { input: "0.59", output: 0.790000, perRequest: 0.000000000001 }, contextTokens: 131072 }
profiles:
  - slug: extract
    tiers:
      - { endpoint: groq/meta/llama, retries: "2" }
`);
    expect(lines).toEqual([]);
    expect(config).toEqual({
      providers: [{
        slug: "groq", name: "Groq", dialect: "openai", baseUrl: "https://api.groq.com/openai/v1", credential: "gsk_canary_value",
      }],
      endpoints: [{
        provider: "groq", model: "meta/llama", price: { input: 590_000n, output: 790_000n, perRequest: 1n }, contextTokens: 131_072,
      }],
      models: [],
      profiles: [{ slug: "extract", strategy: "ordered", tiers: [{ endpoint: "groq/meta/llama", retries: 2 }] }],
      budgets: [],
    });
  });

  test("with every rule of a profile and its tiers, exact to the last digit", () => {
    const { config, lines } = parse(`
providers:
  - { slug: claude, baseUrl: http://a, dialect: anthropic, failureDomain: aws-us-east-1 }
endpoints:
  - { provider: claude, model: m, maxOutputTokens: 64000, parameters: [tools, top_k], inputs: [text, image], failureDomain: own }
  - { provider: claude, model: none, parameters: [], inputs: [] }
profiles:
  - slug: all
    note: Cheaper at night
    strategy: expected-cost
    retries: 1
    backoff: { baseMs: 100, capMs: 3000 }
    maxAttempts: 6
    wait: { maxMs: 2000, usdPerSecond: 0.0000001 }
    servedValueUsd: 0.10
    fallbackOn: [content_filter, 400]
    stopOn: [auth, "529"]
    timeouts: { totalMs: 30000 }
    tiers:
      - endpoint: claude/m
        weight: 3
        degraded: true
        when: { minPromptTokens: 0, maxPromptTokens: 9, stream: false, tools: true, images: false, jsonSchema: true, metadata: { "Team: A/b": x, stream: "1" }, utc: 22:00-06:00 }
        fallbackOn: [404]
        timeouts: { answerMs: 1000 }
        caps: { requestsPerMinute: 1, tokensPerMinute: 2, concurrent: 3, usdPerDay: 0.000000000001 }
      - { endpoint: claude/none, lastResort: true, retries: 0, stopOn: [timeout_total] }
`);
    expect(lines).toEqual([]);
    expect(config?.providers[0]).toMatchObject({ dialect: "anthropic", failureDomain: "aws-us-east-1" });
    expect(config?.endpoints).toEqual([
      { provider: "claude", model: "m", maxOutputTokens: 64_000, parameters: ["tools", "top_k"], inputs: ["text", "image"], failureDomain: "own" },
      { provider: "claude", model: "none", parameters: [], inputs: [] },
    ]);
    expect(config?.profiles[0]).toEqual({
      slug: "all", note: "Cheaper at night", strategy: "expected-cost", retries: 1, backoff: { baseMs: 100, capMs: 3_000 }, maxAttempts: 6,
      wait: { maxMs: 2_000, usdPerSecond: 100_000n }, servedValueUsd: 100_000_000_000n, timeouts: { totalMs: 30_000 },
      fallbackOn: ["content_filter", 400], stopOn: ["auth", 529],
      tiers: [
        {
          endpoint: "claude/m", weight: 3, degraded: true, fallbackOn: [404], timeouts: { answerMs: 1_000 },
          when: {
            minPromptTokens: 0, maxPromptTokens: 9, stream: false, tools: true, images: false, jsonSchema: true,
            metadata: { "Team: A/b": "x", stream: "1" }, utc: { fromMinute: 1_320, toMinute: 360 },
          },
          caps: { requestsPerMinute: 1, tokensPerMinute: 2, concurrent: 3, usdPerDay: 1n },
        },
        { endpoint: "claude/none", lastResort: true, retries: 0, stopOn: ["timeout_total"] },
      ],
    });
  });

  test("with anchors, and names that YAML would otherwise take for numbers or nothing", () => {
    const { config } = parse(`
providers:
  - { slug: "1e3", baseUrl: http://a, name: &label null }
  - { slug: 007, baseUrl: http://b, name: *label }`);
    expect(config?.providers.map(({ slug, name }) => [slug, name])).toEqual([["1e3", "null"], ["007", "null"]]);
  });

  test("and a variable's value never changes its structure", () => {
    expect(parse("providers:\n  - { slug: a, baseUrl: http://a, name: ${QUOTE} }").config?.providers).toEqual([
      { slug: "a", baseUrl: "http://a", name: ENV.QUOTE, dialect: "openai" },
    ]);
  });
});

const PROFILE = "profiles:\n  - slug: p\n    ";
const TIER = `${PROFILE}tiers:\n      - endpoint: a/m\n        `;
const TRIGGERS = "must be an HTTP status from 100 to 599 that is no success, or one of rate_limited, overloaded, server_error, timeout_connect, timeout_first_token, timeout_stall, timeout_total, network, auth, credit, not_found, bad_request, context_length, content_filter, malformed, stream_cut";
const PRICE = "endpoints:\n  - provider: g\n    model: m\n    price:\n      ";

describe("a file is refused", () => {
  test.each<[what: string, text: string, lines: string[]]>([
    ["an empty one", "", ["1: the file is empty"]],
    ["a comment alone", "# nothing\n", ["1: the file is empty"]],
    ["a text", "hello", ["1: the file must be a mapping"]],
    ["a list", "- a", ["1: the file must be a mapping"]],
    ["an unclosed bracket", "providers:\n  - { slug: a\n", ["3: not valid YAML: Flow map in block collection must be sufficiently indented and end with a }"]],
    ["two documents", "providers: []\n---\nmodels: []\n", ["2: the file holds more than one document"]],
    ["a tag", "models: !!js/function x", ["1: not valid YAML: Unresolved tag: tag:yaml.org,2002:js/function"]],
    ["an unknown section", "provider: []", ["1: provider is not a field; the nearest is providers"]],
    ["an unknown field", "providers:\n  - slug: a\n    baseURL: http://a", ["2: providers[0].baseUrl is missing", "3: providers[0].baseURL is not a field; the nearest is baseUrl"]],
    ["an unknown price class", `${PRICE}input: 1\n      output: 1\n      cached: 1`, ["7: endpoints[0].price.cached is not a field; the nearest is cachedInput"]],
    ["a field given twice", "providers: []\nmodels: []\nproviders: []", ["3: the field providers is given twice"]],
    ["a merge key", "providers: &a []\n<<: *a", ["2: a field's name must be plain letters and digits"]],
    ["__proto__", "__proto__:\n  providers: []", ["1: a field's name must be plain letters and digits"]],
    ["a list as a field", "? [a]\n: b", ["1: a field's name must be plain letters and digits"]],
    ["a section without a list", "providers:\nmodels: []", ["1: providers must be a list"]],
    ["an entry that is a text", "models:\n  - a", ["2: models[0] must be a mapping"]],
    ["a mapping for a text", "models:\n  - slug: { a: b }\n    aliases: []", ["2: models[0].slug must be a text"]],
    ["an alias in a circle", "models: &a\n  - slug: m\n    aliases: *a", ["3: the alias *a is a cycle: it stands inside what it repeats"]],
    ["an alias of nothing", "models: *a", ["1: the alias *a has no anchor before it"]],
    ["a missing variable", "providers:\n  - slug: a\n    baseUrl: http://a\n    credential: ${NOT_SET}", ["4: the variable NOT_SET is not set in the environment, or empty"]],
    ["an empty variable", "providers:\n  - { slug: a, baseUrl: http://a, credential: x${EMPTY}y }", ["2: the variable EMPTY is not set in the environment, or empty"]],
    ["a malformed variable", "models:\n  - slug: ${not-a-name}\n    aliases: []", ["2: ${…} must hold the name of a variable"]],
    ["a variable as a field", "${HOST}: []", ["1: a field's name must be plain letters and digits"]],
    ["a bad slug", "providers:\n  - baseUrl: http://a\n    slug: Groq!", ["3: providers[0].slug must be 1 to 64 of a-z, 0-9, dot, hyphen and underscore, and begin and end with a letter or digit"]],
    ["the slug `profile` for a provider", "providers:\n  - { slug: profile, baseUrl: http://a }", ["2: providers[0].slug must not be `profile`, which asks for a profile by its slug"]],
    ["an unknown dialect", "providers:\n  - { slug: a, baseUrl: http://a, dialect: smtp }", ["2: providers[0].dialect must be openai or anthropic"]],
    ["a credential with a space", "providers:\n  - { slug: a, baseUrl: http://a, credential: ${BAD} }", ["2: providers[0].credential must be visible ASCII characters without spaces"]],
    ["an empty credential", "providers:\n  - { slug: a, baseUrl: http://a, credential: }", ["2: providers[0].credential must not be empty: leave it out where none is needed"]],
    ["a duplicate provider", "providers:\n  - { slug: a, baseUrl: http://a }\n  - slug: a\n    baseUrl: http://b", ["3: providers[1].slug is given twice: a"]],
    ["a duplicate endpoint", "endpoints:\n  - { provider: a, model: m }\n  - { provider: b, model: m }\n  - { provider: a, model: m }", ["4: endpoints[2].model is given twice: a/m"]],
    ["a duplicate profile", `${PROFILE}tiers: [{ endpoint: a/m }]\n  - slug: p\n    tiers: [{ endpoint: a/m }]`, ["4: profiles[1].slug is given twice: p"]],
    ["an endpoint twice in a profile", `${PROFILE}tiers:\n      - endpoint: a/m\n      - endpoint: b/m\n      - endpoint: a/m`, ["6: profiles[0].tiers[2].endpoint is given twice: a/m"]],
    ["a negative price", `${PRICE}input: "-0.5"\n      output: 1`, ["5: endpoints[0].price.input must not be negative"]],
    ["seven decimals", `${PRICE}input: 0.0000001\n      output: 1`, ["5: endpoints[0].price.input has more than 6 decimals"]],
    ["an exponent", `${PRICE}input: 1e-3\n      output: 1`, ["5: endpoints[0].price.input is not a plain decimal number such as 0.59"]],
    ["a price above reason", `${PRICE}input: 1001\n      output: 1`, ["5: endpoints[0].price.input is above the limit of 1,000 USD per million tokens"]],
    ["a variable that is no price", `${PRICE}input: 1\n      output: \${GROQ_API_KEY}`, ["6: endpoints[0].price.output is not a plain decimal number such as 0.59"]],
    ["half a price", `${PRICE}input: 1`, ["4: endpoints[0].price.output is missing"]],
    ["a step without a price", `${PRICE}input: 1\n      output: 1\n      above: [{ promptTokens: 9 }]`, ["7: endpoints[0].price.above[0] must name a price"]],
    ["two steps at one size", `${PRICE}input: 1\n      output: 1\n      above:\n        - { promptTokens: 9, input: 2 }\n        - { promptTokens: 9, input: 3 }`, ["9: endpoints[0].price.above[1].promptTokens is given twice: 9"]],
    ["no tiers", `${PROFILE}tiers: []`, ["3: profiles[0].tiers must not be empty"]],
    ["missing tiers", `${PROFILE}name: P`, ["2: profiles[0].tiers is missing"]],
    ["too many tiers", `${PROFILE}tiers: [${Array.from({ length: 21 }, (_, n) => `{ endpoint: a/${n} }`).join(", ")}]`, ["3: profiles[0].tiers must have at most 20 entries"]],
    ["too many retries", `${PROFILE}tiers:\n      - endpoint: a/m\n        retries: 11`, ["5: profiles[0].tiers[0].retries must be a whole number from 0 to 10"]],
    ["negative retries", `${PROFILE}tiers: [{ endpoint: a/m, retries: -1 }]`, ["3: profiles[0].tiers[0].retries must be a whole number from 0 to 10"]],
    ["half a retry", `${PROFILE}tiers: [{ endpoint: a/m, retries: 0.5 }]`, ["3: profiles[0].tiers[0].retries must be a whole number from 0 to 10"]],
    ["an unknown strategy", `${PROFILE}strategy: psychic\n    tiers: [{ endpoint: a/m }]`, ["3: profiles[0].strategy must be ordered or weighted or cheapest or fastest or expected-cost"]],
    ["a timer of nothing", `${PROFILE}timeouts: { stallMs: 0 }\n    tiers: [{ endpoint: a/m }]`, ["3: profiles[0].timeouts.stallMs must be a whole number from 1 to 86400000"]],
    ["a bad model", "endpoints:\n  - { provider: a, model: \"m\\r\\nX: y\" }", ["2: endpoints[0].model must be parts of letters, digits and . _ : @ + -, joined by slashes"]],
    ["a context of nothing", "endpoints:\n  - { provider: a, model: m, contextTokens: 0 }", ["2: endpoints[0].contextTokens must be a whole number from 1 to 2147483647"]],
    ["an output of nothing", "endpoints:\n  - { provider: a, model: m, maxOutputTokens: 0 }", ["2: endpoints[0].maxOutputTokens must be a whole number from 1 to 2147483647"]],
    ["a bad parameter", "endpoints:\n  - { provider: a, model: m, parameters: [tools, Tool choice] }", ["2: endpoints[0].parameters[1] must be the name of a request's parameter, such as tools"]],
    ["a parameter twice", "endpoints:\n  - { provider: a, model: m, parameters: [tools, tools] }", ["2: endpoints[0].parameters[1] is given twice: tools"]],
    ["an unknown kind of input", "endpoints:\n  - { provider: a, model: m, inputs: [images] }", ["2: endpoints[0].inputs[0] must be text or image or file or audio or video"]],
    ["a bad failure domain", "providers:\n  - { slug: a, baseUrl: http://a, failureDomain: AWS }", ["2: providers[0].failureDomain must be 1 to 64 of a-z, 0-9, dot, hyphen and underscore, and begin and end with a letter or digit"]],
    ["a backoff that begins above its cap", `${PROFILE}backoff: { baseMs: 2001 }\n    tiers: [{ endpoint: a/m }]`, ["3: profiles[0].backoff.baseMs must not be above capMs (2000)"]],
    ["attempts of nothing", `${PROFILE}maxAttempts: 0\n    tiers: [{ endpoint: a/m }]`, ["3: profiles[0].maxAttempts must be a whole number from 1 to 220"]],
    ["a wait of hours", `${PROFILE}wait: { maxMs: 3600001, usdPerSecond: x }\n    tiers: [{ endpoint: a/m }]`, ["3: profiles[0].wait.maxMs must be a whole number from 0 to 3600000", "3: profiles[0].wait.usdPerSecond is not a plain decimal number such as 0.59"]],
    ["a worth with thirteen decimals", `${PROFILE}servedValueUsd: 0.0000000000001\n    tiers: [{ endpoint: a/m }]`, ["3: profiles[0].servedValueUsd has more than 12 decimals"]],
    ["an unknown cause", `${PROFILE}fallbackOn: [rate_limit]\n    tiers: [{ endpoint: a/m }]`, [`3: profiles[0].fallbackOn[0] ${TRIGGERS}`]],
    ["a success that falls back, and statuses that are none", `${TIER}stopOn: [200, 99, 600, 4e2]`, [0, 1, 2, 3].map((at) => `5: profiles[0].tiers[0].stopOn[${at}] ${TRIGGERS}`)],
    ["a cause in both lists", `${TIER}fallbackOn: [429, auth]\n        stopOn: [auth, "429"]`, ["6: profiles[0].tiers[0].stopOn[0] is in fallbackOn as well: auth", "6: profiles[0].tiers[0].stopOn[1] is in fallbackOn as well: 429"]],
    ["a cause twice", `${PROFILE}stopOn: [auth, auth]\n    tiers: [{ endpoint: a/m }]`, ["3: profiles[0].stopOn[1] is given twice: auth"]],
    ["a weight below nothing", `${TIER}weight: -1`, ["5: profiles[0].tiers[0].weight must be a whole number from 0 to 1000000"]],
    ["a flag that is none", `${TIER}lastResort: yes`, ["5: profiles[0].tiers[0].lastResort must be true or false"]],
    ["weights that are all nothing", `${TIER}weight: 0\n    strategy: weighted`, ["3: profiles[0].tiers must not all have the weight 0: none could be drawn"]],
    ["last resorts only", `${TIER}lastResort: true`, ["3: profiles[0].tiers must not all be last resorts: there would be nothing before them"]],
    ["a condition that nobody meets", `${TIER}when: { minPromptTokens: 10, maxPromptTokens: 9 }`, ["5: profiles[0].tiers[0].when.minPromptTokens must not be above maxPromptTokens (9): no call could meet that"]],
    ["an hour that is none", `${TIER}when: { utc: 24:00-06:00 }`, ["5: profiles[0].tiers[0].when.utc must be a part of the day such as 22:00-06:00, in UTC"]],
    ["a part of the day without a minute", `${TIER}when: { utc: 06:00-06:00 }`, ["5: profiles[0].tiers[0].when.utc must be a part of the day such as 22:00-06:00, in UTC"]],
    ["a mistyped condition", `${TIER}when: { maxPromptToken: 1 }`, ["5: profiles[0].tiers[0].when.maxPromptToken is not a field; the nearest is maxPromptTokens"]],
    ["a tag that is too long", `${TIER}when:\n          metadata:\n            ${"t".repeat(65)}: x`, [`7: profiles[0].tiers[0].when.metadata.${"t".repeat(65)} is a key that must have at most 64 characters`]],
    ["a tag without a value", `${TIER}when: { metadata: { team: } }`, ["5: profiles[0].tiers[0].when.metadata.team must not be empty"]],
    ["a tag that is a mapping", `${TIER}when: { metadata: { constructor: { a: b } } }`, ["5: profiles[0].tiers[0].when.metadata.constructor must be a text"]],
    ["a variable as a tag, or a prototype", `${TIER}when: { metadata: { \${HOST}: a, __proto__: b } }`, ["5: a field's name must be plain letters and digits", "5: a field's name must be plain letters and digits"]],
    ["a tier's total time", `${TIER}timeouts: { totalMs: 1 }`, ["5: profiles[0].tiers[0].timeouts.totalMs is not a field; the nearest is stallMs"]],
    ["a cap of nothing", `${TIER}caps: { usdPerDay: 0, concurrent: 0, requestPerMinute: 1 }`, ["5: profiles[0].tiers[0].caps.concurrent must be a whole number from 1 to 1000000000000", "5: profiles[0].tiers[0].caps.usdPerDay must be above 0", "5: profiles[0].tiers[0].caps.requestPerMinute is not a field; the nearest is requestsPerMinute"]],
    ["a note of nothing", `${PROFILE}note: \n    tiers: [{ endpoint: a/m }]`, ["3: profiles[0].note must not be empty"]],
    ["many faults at once", `providers:\n  - slug: A\n    baseUrl: http://a\n${PRICE}input: -1\n      output: x`, [
      "2: providers[0].slug must be 1 to 64 of a-z, 0-9, dot, hyphen and underscore, and begin and end with a letter or digit",
      "8: endpoints[0].price.input must not be negative",
      "9: endpoints[0].price.output is not a plain decimal number such as 0.59",
    ]],
  ])("for %s", (_what, text, lines) => {
    expect(parse(text)).toEqual({ config: undefined, lines });
  });

  test("when it is too large, too deep, or grows without bound by its aliases", () => {
    expect(parse(`# ${"x".repeat(1024 * 1024)}`).lines).toEqual(["1: the file is larger than 1048576 bytes"]);
    expect(parse(`a: ${"[".repeat(20_000)}`).lines).not.toEqual([]);
    const laughs = Array.from({ length: 30 }, (_, n) => `x${n + 1}: &x${n + 1} [*x${n}, *x${n}, *x${n}]`);
    expect(parse(["x0: &x0 [ha]", ...laughs].join("\n")).lines[0]).toMatch(/aliases repeat too much/);
  });

  test("and no message shows the value of a variable", () => {
    const places = ["slug: ${GROQ_API_KEY}!", "name: \"${GROQ_API_KEY}\\0\"", "dialect: ${GROQ_API_KEY}", "${GROQ_API_KEY}: x", "baseUrl: [${GROQ_API_KEY}]"];
    for (const place of places) {
      const { lines } = parse(`providers:\n  - ${place}\n  - ${place}\n`);
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.join("\n")).not.toContain("canary");
    }
  });
});

test("no text at all makes the reader throw", () => {
  const word = fc.constantFrom("providers", "slug", "tiers", "price", ":", "- ", "\n", "  ", "{", "}", "[", "]", ",", "&a ", "*a", "a", "1", "${HOST}", "\"", "|", "!!x ", "? ", "#", "\t", "\u0000");
  fc.assert(
    fc.property(fc.oneof(fc.array(word).map((words) => words.join("")), fc.string({ unit: "binary" })), (text) => {
      const { config, lines } = parse(text);
      expect(config === undefined).toBe(lines.length > 0);
    }),
    { numRuns: 2_000 },
  );
});

test("no value of any shape makes the check throw", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom("providers", "endpoints", "profiles", "models"), (json, section) => {
      const { lines } = parse(`${section}: [${json}]`);
      expect(lines.length).toBeGreaterThan(0);
    }),
  );
});
