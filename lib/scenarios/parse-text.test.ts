import { expect, test } from "vitest";
import { formatScenarioText, MAX_TEXT_BYTES, parseScenarioFile, parseScenarioJson } from "./parse-text";
import { requestSchema } from "./request-schema";

const request = requestSchema.parse({
  profile: { slug: "candidate", tiers: [{ endpoint: "groq/llama", caps: { usdPerDay: "10.50" } }] },
  traffic: { callsPerMinute: [100, 200], startsAt: "2026-11-20T00:00:00Z", day: "2026-11-19" },
  trouble: [{ kind: "outage", domains: ["groq"], fromMinute: 60, minutes: 77 }],
});

test("a scenario that was exported is imported as it was", () => {
  expect(parseScenarioJson(formatScenarioText(request))).toEqual({ request });
  expect(parseScenarioFile(formatScenarioText(request))).toEqual({ request });
});

test("YAML says the same as JSON", () => {
  const yaml = `
profile:
  slug: candidate
  tiers:
    - endpoint: groq/llama
      caps: { usdPerDay: "10.50" }
traffic: { callsPerMinute: [100, 200], startsAt: 2026-11-20T00:00:00Z, day: 2026-11-19 }
trouble:
  - { kind: outage, domains: [groq], fromMinute: 60, minutes: 77 }
`;
  expect(parseScenarioFile(yaml)).toEqual({ request });
});

const LARGE = " ".repeat(MAX_TEXT_BYTES + 1);
const ALIASES = "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]";

test.each([
  ["that is none", parseScenarioJson, "profile: x", /^Is not JSON: /],
  ["that is neither JSON nor YAML", parseScenarioFile, "{\"profile\": ", /^Is neither JSON nor YAML: .*\.$/],
  ["that is too large", parseScenarioJson, LARGE, /^Must have at most 262144 bytes\.$/],
  ["that is too large a file", parseScenarioFile, LARGE, /^Must have at most 262144 bytes\.$/],
  ["with nothing in it", parseScenarioFile, "", /^Must be a mapping\.$/],
  ["with lists without end", parseScenarioJson, `{"profile":{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}}`, /^Is nested too deeply\.$/],
  ["with lists without end, as a file", parseScenarioFile, `profile: ${"[".repeat(100_000)}`, /^Is nested too deeply\.$/],
  ["with lists in lines without end", parseScenarioFile, "- ".repeat(100_000), /^Is nested too deeply\.$/],
  ["with itself within it", parseScenarioFile, "profile: &a [*a]", /^Is nested too deeply\.$/],
  ["with aliases of aliases", parseScenarioFile, ALIASES, /^Repeats itself too often\.$/],
])("a text %s is refused in a sentence", (_, read, text, sentence) => {
  expect(read(text)).toEqual({ problems: { "": expect.stringMatching(sentence) as string } });
});
