/** The first call in one language, ready to be pasted. */
export type Snippet = { id: string; label: string; /** What has to be there before; empty for nothing. */ install: string; code: string };

type Call = { baseUrl: string; /** A whole key; null leaves it to the environment. */ apiKey: string | null; model: string };

/** Where a key is that is not written into the code. */
const VARIABLE = "ROUTELEDGER_API_KEY";

/** @param call `baseUrl` as `https://…/api/v1`, `model` a profile's slug */
export function prepareSnippets({ baseUrl, apiKey, model }: Call): Snippet[] {
  const [url, name] = [JSON.stringify(baseUrl), JSON.stringify(model)];
  const keyOr = (elsewhere: string) => (apiKey === null ? elsewhere : JSON.stringify(apiKey));
  return [
    {
      id: "curl",
      label: "curl",
      install: "",
      code: [
        `curl ${baseUrl}/chat/completions \\`,
        `  -H "Authorization: Bearer ${apiKey ?? `$${VARIABLE}`}" \\`,
        `  -H "Content-Type: application/json" \\`,
        `  -d '{"model": ${name}, "messages": [{"role": "user", "content": "Hello"}]}'`,
      ].join("\n"),
    },
    {
      id: "typescript",
      label: "openai for TypeScript",
      install: "npm install openai",
      code: [
        `import OpenAI from "openai";`,
        "",
        `const client = new OpenAI({ baseURL: ${url}, apiKey: ${keyOr(`process.env.${VARIABLE}`)} });`,
        `const answer = await client.chat.completions.create({`,
        `  model: ${name},`,
        `  messages: [{ role: "user", content: "Hello" }],`,
        `});`,
        `console.log(answer.choices[0]?.message.content);`,
      ].join("\n"),
    },
    {
      id: "python",
      label: "openai for Python",
      install: "pip install openai",
      code: [
        ...(apiKey === null ? ["import os"] : []),
        `from openai import OpenAI`,
        "",
        `client = OpenAI(base_url=${url}, api_key=${keyOr(`os.environ["${VARIABLE}"]`)})`,
        `answer = client.chat.completions.create(`,
        `    model=${name},`,
        `    messages=[{"role": "user", "content": "Hello"}],`,
        `)`,
        `print(answer.choices[0].message.content)`,
      ].join("\n"),
    },
    {
      id: "ai-sdk",
      label: "Vercel AI SDK",
      install: "npm install ai @ai-sdk/openai-compatible",
      code: [
        `import { createOpenAICompatible } from "@ai-sdk/openai-compatible";`,
        `import { generateText } from "ai";`,
        "",
        `const routeledger = createOpenAICompatible({`,
        `  name: "routeledger",`,
        `  baseURL: ${url},`,
        `  apiKey: ${keyOr(`process.env.${VARIABLE}`)},`,
        `});`,
        `const { text } = await generateText({ model: routeledger(${name}), prompt: "Hello" });`,
        `console.log(text);`,
      ].join("\n"),
    },
  ];
}
