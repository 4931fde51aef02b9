import type { AuditedFile } from "../finding";

/** A small shop's code, as such is written, with what must not be taken for a client. */
const FILES: Record<string, string> = {
  "src/chat.ts": `import OpenAI, { type ClientOptions } from "openai";
import { SYSTEM } from "./prompts";

// const old = new OpenAI({ baseURL: "https://api.openai.com/v1" });
const MODEL = "gpt-4o";
export const client = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });

export async function answer(question: string, options?: ClientOptions): Promise<string> {
  console.log('new OpenAI() asks model: "gpt-4o" at https://api.openai.com/v1');
  const reply = await client.chat.completions.create({
    model: MODEL,
    messages: [{ role: "system", content: SYSTEM }, { role: "user", content: question }],
  });
  return reply.choices[0]?.message.content ?? "";
}
`,
  "src/groq.mjs": `const { OpenAI: Client } = require("openai");
const BASE = "https://api.groq.com";
let groq;
export function ask(text) {
  groq ??= new Client({ baseURL: \`\${BASE}/openai/v1\`, apiKey: "gsk_canarycanarycanary1234" });
  return groq.chat.completions.create({ model: \`llama-3.3-70b-versatile\`, messages: [{ role: "user", content: text }] });
}
export const later = (model) => groq.chat.completions.create({ model });
`,
  "src/agent.tsx": `import { createOpenAI, openai } from "@ai-sdk/openai";
import { anthropic as claude } from "@ai-sdk/anthropic";
import { generateText } from "ai";
const own = createOpenAI({ baseURL: process.env.LLM_URL });
const moved = createOpenAI({ baseURL: "http://127.0.0.1:3000/api/v1" });
export const Agent = () => <p title="openai('gpt-4o')">{String(generateText({ model: openai("gpt-4o-mini"), prompt: "x" }))}</p>;
export const all = [claude("claude-sonnet-4-5"), own("gpt-4o"), moved("gpt-4o"), openai.chat("gpt-4o")];
`,
  "src/service.ts": `import Anthropic from "@anthropic-ai/sdk";
export class Summaries {
  private readonly llm: Anthropic;
  constructor(private readonly openai: { chat: { completions: { create(body: object): unknown } } }) {
    this.llm = new Anthropic();
  }
  sum(text: string) {
    this.openai.chat.completions.create({ model: "gpt-4o" });
    return this.llm.messages.create({ model: "claude-sonnet-4-5", max_tokens: 9, messages: [{ role: "user", content: text }] });
  }
}
`,
  "src/claude.cjs": `const Anthropic = require("@anthropic-ai/sdk");
const llm = new Anthropic();
module.exports = (text) => llm.messages.create({ model: "claude-sonnet-4-5", max_tokens: 9, messages: [{ role: "user", content: text }] });
`,
  "src/raw.js": `const url = "https://api.openai.com/v1/chat/completions";
export const raw = () => fetch(url, { method: "POST", body: JSON.stringify({ model: "gpt-4o" }) });
export const docs = () => fetch("https://platform.openai.com/docs");
export const fake = (fetch) => fetch("https://api.openai.com/v1/models");
export const dynamic = (host) => fetch(\`https://api.anthropic.com/v1/messages?\${host}\`);
`,
  "src/own-class.ts": `export class OpenAI {
  constructor(readonly options: { baseURL: string }) {}
  create(options: { model: string }) { return options.model; }
}
export const mine = new OpenAI({ baseURL: "https://api.openai.com/v1" }).create({ model: "gpt-4o" });
export function shadow(openai: OpenAI) { return openai.create({ model: "gpt-4o" }); }
`,
  "src/broken.ts": `import OpenAI from "openai";
export const a = new OpenAI();
export const b = = 4;
function {`,
  "src/chat.test.ts": `import OpenAI from "openai";
test("answers", () => new OpenAI({ baseURL: "https://api.openai.com/v1" }).chat.completions.create({ model: "gpt-4o" }));
`,
  "jobs/summary.py": `import os
import litellm
from anthropic import Anthropic as X
from openai import OpenAI, AsyncOpenAI
from langchain_openai import ChatOpenAI
# client = OpenAI(base_url="https://api.openai.com/v1")
HELP = "OpenAI(base_url='https://api.openai.com/v1')"
MODEL = "gpt-4o"
client = OpenAI(
    api_key=os.environ["OPENAI_API_KEY"],
)
groq = AsyncOpenAI(base_url="https://api.groq.com/openai/v1", api_key="gsk_canarycanarycanary1234")
local = OpenAI(base_url=os.environ["LLM_URL"])
moved = OpenAI(base_url="http://127.0.0.1:3000/api/v1/")

def summarise(text, client=client):
    return client.chat.completions.create(model="gpt-4o", messages=[])

class Job:
    def __init__(self):
        self.llm = X()

    async def run(self, name):
        self.llm.messages.create(model="claude-sonnet-4-5", max_tokens=9, messages=[])
        await groq.chat.completions.create(model=f"llama-{name}", messages=[])
        moved.chat.completions.create(model="gpt-4o", messages=[])
        return client.chat.completions.create(model=MODEL, messages=[])

litellm.completion(model="groq/llama-3.3-70b-versatile", messages=[])
chat = ChatOpenAI(model="gpt-4o-mini", temperature=0)
`,
  "jobs/mine.py": `class OpenAI:
    def create(self, model): return model

OpenAI().create(model="gpt-4o")
def use(OpenAI): return OpenAI(base_url="https://api.openai.com/v1")
`,
  "jobs/old.py": `import openai
openai.api_key = "sk-canarycanarycanary1234"
openai.ChatCompletion.create(model="gpt-4o", messages=[])
def broken(:
import requests
requests.post("https://api.openai.com/v1/chat/completions", json={})
`,
  ".env.production": `# OPENAI_BASE_URL=https://api.groq.com/openai/v1
OPENAI_API_KEY=sk-canarycanarycanary1234
export OPENAI_BASE_URL="https://api.openai.com/v1" # theirs
CHAT_MODEL=gpt-4o
CAR_MODEL=golf
PROXY_URL=https://user:canarypassword@api.openai.com/v1
`,
  "config/llm.yaml": `# base_url: https://api.openai.com/v1
models:
  - name: gpt-4o
    model: gpt-4o   # the good one
    base_url: https://api.together.xyz/v1
  - model: standard
environment:
  - OPENAI_BASE_URL=https://api.openai.com/v1
`,
  "config/llm.json": `{
  "note": "gpt-4o at https://api.openai.com/v1 is dear",
  "llm": { "model": "gpt-4o-mini", "baseURL": "https://api.openai.com/v1" }
}
`,
  "config/llm.toml": `# model = "gpt-4o"
[llm]
model = "gpt-4o"
api_base = 'https://api.groq.com/openai/v1'
text = """
model = "gpt-4o"
"""
`,
  "config/broken.json": `{ "model": "gpt-4o", `,
};

export const SHOP: AuditedFile[] = Object.entries(FILES).map(([path, text]) => ({ path, text }));
