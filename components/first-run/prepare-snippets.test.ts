import { expect, test } from "vitest";
import { prepareSnippets } from "./prepare-snippets";

const call = { baseUrl: "https://llm.example.com/api/v1", apiKey: "rl_live_abc", model: "extract" };

test("every snippet names this installation, the key and the profile, whole", () => {
  const snippets = prepareSnippets(call);
  expect(snippets.map(({ id }) => id)).toEqual(["curl", "typescript", "python", "ai-sdk"]);
  for (const { code } of snippets) {
    for (const part of Object.values(call)) expect(code).toContain(part);
  }
});

test("curl sends JSON that means the profile", () => {
  const body = /-d '(.*)'$/.exec(prepareSnippets(call)[0]?.code ?? "")?.[1] ?? "";
  expect(JSON.parse(body)).toEqual({ model: "extract", messages: [{ role: "user", content: "Hello" }] });
});

test("without a key each takes it from the environment, in its own way", () => {
  const codes = prepareSnippets({ ...call, apiKey: null }).map(({ code }) => code);
  expect(codes[0]).toContain("Bearer $ROUTELEDGER_API_KEY");
  expect(codes[1]).toContain("apiKey: process.env.ROUTELEDGER_API_KEY });");
  expect(codes[2]).toContain('api_key=os.environ["ROUTELEDGER_API_KEY"]');
  expect(codes[3]).toContain("apiKey: process.env.ROUTELEDGER_API_KEY,");
});
