import type { AuditedFile } from "../finding";

/** A workspace of packages whose files make clients for each other, in the ways in which such are written. */
const FILES: Record<string, string> = {
  "packages/llm/package.json": `{ "name": "@works/llm", "version": "1.0.0", "main": "dist/index.js" }
`,
  "packages/llm/src/clients.ts": `import OpenAI from "openai";

let shared: OpenAI | undefined;

/** One for the process. */
export function getClient(): OpenAI {
  shared ??= new OpenAI({ apiKey: process.env["OPENAI_API_KEY"], maxRetries: 3 });
  return shared;
}

export const clients = {
  fast: new OpenAI({ baseURL: "https://api.groq.com/openai/v1", apiKey: process.env["GROQ_API_KEY"] }),
  local: new OpenAI({ baseURL: process.env["LOCAL_LLM"] ?? "http://localhost:11434/v1", apiKey: "none" }),
} as const;
`,
  "packages/llm/src/index.ts": `export * from "./clients.js";
export { default as Anthropic } from "@anthropic-ai/sdk";
`,
  "py/app/__init__.py": ``,
  "py/app/chains.py": `from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from langchain_anthropic import ChatAnthropic

try:
    from openai import OpenAI
except ImportError:
    OpenAI = None

if True:
    either = OpenAI()
else:
    either = OpenAI(base_url="https://api.groq.com/openai/v1")

llm = ChatOpenAI(model="gpt-4o", temperature=0).bind_tools([])
judge = ChatAnthropic(model_name="claude-sonnet-4-5")
vectors = OpenAIEmbeddings(model="text-embedding-3-small")
either.chat.completions.create(model="gpt-4o", messages=[])
`,
  "py/app/llm/__init__.py": `from .clients import *
from .clients import get_client as client_of_all
`,
  "py/app/llm/clients.py": `import os
from functools import lru_cache

from openai import AsyncAzureOpenAI, AsyncOpenAI, OpenAI

DEFAULT_MODEL = "gpt-4o"
client = OpenAI(api_key=os.environ["OPENAI_API_KEY"])
_shared: AsyncOpenAI | None = None


def get_client() -> AsyncOpenAI:
    global _shared
    if _shared is None:
        _shared = AsyncOpenAI(base_url="https://api.groq.com/openai/v1", api_key=os.getenv("GROQ_API_KEY"))
    return _shared


@lru_cache(maxsize=1)
def azure():
    return AsyncAzureOpenAI(azure_endpoint="https://works.openai.azure.com", api_version="2024-10-21")


class Base:
    def __init__(self) -> None:
        self.llm = OpenAI(base_url=os.getenv("OPENAI_BASE_URL", "https://api.openai.com/v1"))

    @property
    def fast(self):
        return get_client()
`,
  "py/app/main.py": `from typing import Annotated

from fastapi import Depends, FastAPI
from openai import AsyncOpenAI

from app.llm import Base, DEFAULT_MODEL, client, client_of_all
from app import llm
import app.llm.clients as clients
from .missing import somewhere

app = FastAPI()


@app.post("/ask")
async def ask(text: str, ai: Annotated[AsyncOpenAI, Depends(client_of_all)]):
    await ai.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": text}])
    return client.chat.completions.create(model=DEFAULT_MODEL, messages=[])


async def words(text: str, model: str = "gpt-4o-mini"):
    """Asks client.chat.completions.create(model="gpt-4o")."""
    stream = await client_of_all().chat.completions.create(model="llama-3.3-70b-versatile", stream=True, messages=[])
    async for chunk in stream:
        yield chunk.choices[0].delta.content
    llm.client.responses.create(model=model, input=f"Say {text!r}")
    await clients.azure().chat.completions.create(model="gpt-4o", messages=[])
    somewhere.chat.completions.create(model="gpt-4o", messages=[])


class Job(Base):
    def run(self, cheap: bool) -> str:
        answer = self.llm.chat.completions.create(model="gpt-4o-mini" if cheap else "gpt-4o", messages=[])
        self.fast.chat.completions.create(model="llama-3.3-70b-versatile", messages=[])
        return answer.choices[0].message.content
`,
  "py/app/requests_way.py": `import json
import os

import httpx
import requests

BASE = os.environ.get("OPENAI_BASE_URL", "https://api.openai.com/v1")


def ask(prompt: str) -> str:
    reply = requests.post(
        f"{BASE}/chat/completions",
        headers={"Authorization": f"Bearer {os.environ['OPENAI_API_KEY']}"},
        data=json.dumps({"model": "gpt-4o", "messages": [{"role": "user", "content": prompt}]}),
        timeout=30,
    )
    return reply.json()["choices"][0]["message"]["content"]


async def later(prompt: str):
    async with httpx.AsyncClient(base_url="https://api.anthropic.com/v1") as http:
        return await http.post("/messages", json={"model": "claude-sonnet-4-5", "messages": [prompt]})
`,
  "py/tests/test_main.py": `from unittest.mock import MagicMock

client = MagicMock()


def test_it():
    client.chat.completions.create(model="gpt-4o", messages=[])
`,
  "tsconfig.base.json": `{ "compilerOptions": { "strict": true, "target": "es2022", /* the old way */ "esModuleInterop": true } }
`,
  "web/src/app/Chat.jsx": `import axios from "axios";
import { useState } from "react";

const api = axios.create({ baseURL: "https://api.openai.com/v1" });
const HELP = <code>{'new OpenAI({ model: "gpt-4o" })'}</code>;

export function Chat() {
  const [text, setText] = useState("");
  const ask = async () => {
    const { data } = await axios.post("https://api.together.xyz/v1/chat/completions", { model: "meta-llama/Llama-3.3-70B-Instruct-Turbo", messages: [] });
    setText(data.choices[0].message.content);
    await api.get("/models");
  };
  return <p onClick={ask}>{HELP}{text}</p>;
}
`,
  "web/src/app/agent.ts": `import { getClient, clients, Anthropic } from "@works/llm";
import type OpenAI from "openai";

abstract class Agent {
  protected readonly claude = new Anthropic({ maxRetries: 1 });
  constructor(protected readonly llm: OpenAI) {}
  abstract run(): Promise<unknown>;
}

function logged(_target: unknown, _key: string, descriptor: PropertyDescriptor): PropertyDescriptor { return descriptor; }

export class Summaries extends Agent {
  @logged
  async run(): Promise<unknown> {
    await this.claude.messages.create({ model: "claude-sonnet-4-5", max_tokens: 100, messages: [] });
    return this.llm.chat.completions.create({ model: "gpt-4o", messages: [] });
  }

  async *words(text: string): AsyncGenerator<string> {
    const stream = await getClient().chat.completions.create({ model: "gpt-4o", stream: true, messages: [{ role: "user", content: text }] });
    for await (const part of stream) yield part.choices[0]?.delta?.content ?? "";
  }
}

export const quick = (text: string) => clients.fast.chat.completions.create({ model: "llama-3.3-70b-versatile", messages: [{ role: "user", content: text }] });
export const atHome = (text: string) => clients.local.chat.completions.create({ model: "llama-3.3-70b", messages: [{ role: "user", content: text }] });
`,
  "web/src/app/chain.ts": `import { ChatOpenAI } from "@langchain/openai";
import { ChatAnthropic } from "@langchain/anthropic";
import { generated } from "../generated/llm";
import { unknown } from "@elsewhere/llm";

export const model = new ChatOpenAI({ model: "gpt-4o", temperature: 0, streaming: true });
export const moved = new ChatOpenAI({ model: "gpt-4o", configuration: { baseURL: "https://api.openai.com/v1" } });
export const judge = new ChatAnthropic({ model: "claude-sonnet-4-5" });
export const cold = () => generated.chat.completions.create({ model: "gpt-4o", messages: [] });
export const other = () => unknown.responses.create({ model: "gpt-4o", input: "x" });
export const car = () => unknown.garage.create({ model: "gpt-4o" });
`,
  "web/src/app/raw.js": `"use strict";
const BASE = process.env.OPENAI_BASE_URL || "https://api.openai.com/v1";
const { title } = require("../lib/older");

async function* stream(prompt) {
  const answer = await fetch(\`\${BASE}/chat/completions\`, {
    method: "POST",
    headers: { authorization: \`Bearer \${process.env.OPENAI_API_KEY}\` },
    body: JSON.stringify({ model: "gpt-4o", stream: true, messages: [{ role: "user", content: prompt }] }),
  });
  for await (const part of answer.body) yield part;
}
module.exports = { stream, title: (text) => title.chat.completions.create({ model: "gpt-4o-mini", messages: [text] }) };
`,
  "web/src/app/route.ts": `import { client, constants } from "#llm";
import { MODELS, Model } from "@/lib/constants";

export async function POST(request: Request): Promise<Response> {
  const { text, good } = (await request.json()) as { text: string; good: boolean };
  const stream = await client.chat.completions.create({ model: good ? MODELS.chat : Model.Fast, stream: true, messages: [{ role: "user", content: text }] });
  const bytes = new ReadableStream({
    async start(controller) {
      for await (const chunk of stream) controller.enqueue(chunk.choices[0]?.delta.content ?? "");
      controller.close();
    },
  });
  void constants.MODELS;
  return new Response(bytes);
}

export async function title(text: string, model = "gpt-4o-mini"): Promise<string> {
  const params = { model, messages: [{ role: "user" as const, content: text }] };
  const answer = await client.chat.completions.create(params);
  return answer.choices[0]?.message.content ?? "";
}
`,
  "web/src/lib/client.ts": `import { OpenAI, AzureOpenAI } from "openai";
import { BASE } from "./constants";

export const openai = new OpenAI({ baseURL: BASE, timeout: 20_000 });
export const azure = new AzureOpenAI({ endpoint: "https://works.openai.azure.com", deployment: "gpt-4o", apiVersion: "2024-10-21" });
export default openai;
`,
  "web/src/lib/constants.ts": `export const BASE = "https://api.openai.com/v1";
export enum Model { Fast = "gpt-4o-mini", Good = "gpt-4o" }
export const MODELS = { chat: Model.Good, title: "gpt-4o-mini" } as const;
`,
  "web/src/lib/index.ts": `export { default as client, azure } from "./client";
export * as constants from "./constants";
`,
  "web/src/lib/older.js": `const OpenAI = require("openai");
exports.title = new OpenAI();
`,
  "web/tsconfig.json": `{
  "extends": "../tsconfig.base.json",
  "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./src/*"], "#llm": ["src/lib/index.ts"], }, },
}
`,
};

export const WORKS: AuditedFile[] = Object.entries(FILES).map(([path, text]) => ({ path, text }));
