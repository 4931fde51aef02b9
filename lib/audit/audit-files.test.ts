import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdits } from "./apply-edits";
import { auditFiles, isAudited } from "./audit-files";
import type { AuditedFile, Finding } from "./finding";
import { SHOP } from "./testing/shop-tree";
import { BASE_URL, TERMS } from "./testing/terms";
import { WORKS } from "./testing/works-tree";

const audited = auditFiles(SHOP, TERMS);
const told = ({ line, kind, code, provider, model, edit }: Finding) => [line, kind, code, provider, model, edit ? "→" : ""].join(" ").trimEnd();
const inFile = (path: string) => audited.findings.filter((finding) => finding.path === path).map(told);

describe("in a small shop's code", () => {
  test.each<[string, string[]]>([
    ["src/chat.ts", ["6 client new OpenAI openai  →", "11 model client.chat.completions.create openai gpt-4o"]],
    ["src/groq.mjs", ["5 client new OpenAI groq  →", "6 model groq.chat.completions.create groq llama-3.3-70b-versatile"]],
    ["src/agent.tsx", ["6 model openai openai gpt-4o-mini", "7 model claude anthropic claude-sonnet-4-5", "7 model own  gpt-4o", "7 model openai.chat openai gpt-4o"]],
    ["src/service.ts", ["5 client new Anthropic anthropic", "9 model this.llm.messages.create anthropic claude-sonnet-4-5"]],
    ["src/claude.cjs", ["2 client new Anthropic anthropic", "3 model llm.messages.create anthropic claude-sonnet-4-5"]],
    ["src/raw.js", ["2 address fetch openai", "2 model fetch openai gpt-4o", "5 address fetch anthropic"]],
    ["src/own-class.ts", []],
    ["src/chat.test.ts", ["2 client new OpenAI openai  →", "2 model (…).chat.completions.create openai gpt-4o"]],
    ["jobs/summary.py", [
      "9 client OpenAI openai  →", "12 client AsyncOpenAI groq  →", "17 model client.chat.completions.create  gpt-4o", "21 client Anthropic anthropic", "24 model self.llm.messages.create anthropic claude-sonnet-4-5",
      "27 model client.chat.completions.create openai gpt-4o", "29 model litellm.completion groq llama-3.3-70b-versatile", "30 client ChatOpenAI openai  →", "30 model ChatOpenAI openai gpt-4o-mini",
    ]],
    ["jobs/mine.py", []],
    ["jobs/old.py", ["3 model openai.ChatCompletion.create openai gpt-4o", "6 address requests.post openai"]],
    [".env.production", ["2 key OPENAI_API_KEY openai", "3 address OPENAI_BASE_URL openai  →", "4 model CHAT_MODEL  gpt-4o", "6 address PROXY_URL openai"]],
    ["config/llm.yaml", ["4 model model  gpt-4o", "5 address base_url together  →", "8 address OPENAI_BASE_URL openai  →"]],
    ["config/llm.json", ["3 model model  gpt-4o-mini", "3 address baseURL openai  →"]],
    ["config/llm.toml", ["3 model model  gpt-4o", "4 address api_base groq  →"]],
  ])("%s leads to what it calls, and to nothing that only looks like it", (path, expected) => {
    expect(inFile(path)).toEqual(expected);
  });

  test("a file that cannot be read is named with its line, and the others are read all the same", () => {
    expect(audited.troubles.map(({ path, line }) => [path, line])).toEqual([["config/broken.json", 1], ["jobs/old.py", 4], ["src/broken.ts", 3]]);
  });

  test("a finding in a test is marked as one, and every finding knows its place", () => {
    expect(audited.findings.filter(({ isTest }) => isTest).map(({ path }) => path)).toEqual(["src/chat.test.ts", "src/chat.test.ts"]);
    const { line, column } = audited.findings.find(({ path, kind }) => path === "src/chat.ts" && kind === "client") ?? {};
    expect([line, column]).toEqual([6, 23]);
  });

  test("no secret of the code is in what is found", () => {
    expect(JSON.stringify(audited)).not.toMatch(/canary/);
    expect(SHOP.some(({ text }) => text.includes("canary"))).toBe(true);
  });
});

describe("in a workspace whose files import clients from each other", () => {
  const works = auditFiles(WORKS, TERMS);
  test.each<[string, string[]]>(Object.entries({
    "packages/llm/src/clients.ts": ["7 client new OpenAI openai  →", "12 client new OpenAI groq  →"],
    "web/src/lib/client.ts": ["4 client new OpenAI openai", "5 client new AzureOpenAI azure"],
    "web/src/lib/older.js": ["2 client new OpenAI openai  →"],
    "web/src/app/route.ts": ["6 model client.chat.completions.create openai gpt-4o", "6 model client.chat.completions.create openai gpt-4o-mini", "18 model client.chat.completions.create openai gpt-4o-mini"],
    "web/src/app/agent.ts": [
      "5 client new Anthropic anthropic", "15 model this.claude.messages.create anthropic claude-sonnet-4-5", "16 model this.llm.chat.completions.create  gpt-4o",
      "20 model (…).chat.completions.create openai gpt-4o", "25 model clients.fast.chat.completions.create groq llama-3.3-70b-versatile", "26 model clients.local.chat.completions.create  llama-3.3-70b",
    ],
    "web/src/app/Chat.jsx": ["4 address axios.create openai", "10 address axios.post together", "10 model axios.post together meta-llama/Llama-3.3-70B-Instruct-Turbo"],
    "web/src/app/raw.js": ["6 address fetch openai", "9 model fetch openai gpt-4o", "13 model title.chat.completions.create openai gpt-4o-mini"],
    "web/src/app/chain.ts": [
      "6 client new ChatOpenAI openai  →", "6 model new ChatOpenAI openai gpt-4o", "7 client new ChatOpenAI openai  →", "7 model new ChatOpenAI openai gpt-4o", "8 client new ChatAnthropic anthropic",
      "8 model new ChatAnthropic anthropic claude-sonnet-4-5", "9 model generated.chat.completions.create  gpt-4o", "10 model unknown.responses.create  gpt-4o",
    ],
    "py/app/llm/clients.py": ["7 client OpenAI openai", "14 client AsyncOpenAI groq  →", "20 client AsyncAzureOpenAI azure", "25 client OpenAI openai  →"],
    "py/app/main.py": [
      "16 model ai.chat.completions.create  gpt-4o", "17 model client.chat.completions.create openai gpt-4o", "22 model client_of_all().chat.completions.create groq llama-3.3-70b-versatile",
      "25 model llm.client.responses.create openai gpt-4o-mini", "26 model clients.azure().chat.completions.create azure gpt-4o", "27 model somewhere.chat.completions.create  gpt-4o",
      "32 model self.llm.chat.completions.create openai gpt-4o-mini", "32 model self.llm.chat.completions.create openai gpt-4o", "33 model self.fast.chat.completions.create groq llama-3.3-70b-versatile",
    ],
    "py/app/requests_way.py": ["12 address requests.post openai", "14 model requests.post openai gpt-4o", "21 address httpx.AsyncClient anthropic"],
    "py/app/chains.py": [
      "10 client OpenAI openai  →", "12 client OpenAI groq  →", "14 client ChatOpenAI openai  →", "14 model ChatOpenAI openai gpt-4o", "15 client ChatAnthropic anthropic",
      "15 model ChatAnthropic anthropic claude-sonnet-4-5", "17 model either.chat.completions.create  gpt-4o",
    ],
    "py/tests/test_main.py": [],
  }))("%s leads to what it calls, and names a provider only where the code does", (path, expected) => {
    expect(works.findings.filter((finding) => finding.path === path).map(told)).toEqual(expected);
    expect(works.troubles).toEqual([]);
  });

  test("a client with calls that would find no answer stays where it is, and says which", () => {
    expect(works.findings.flatMap(({ otherUse, edit }) => (otherUse ? [[otherUse, edit]] : []))).toEqual([["llm.client.responses.create", null]]);
  });

  test("what was changed reads as code, and has nothing to change any more", () => {
    const again = auditFiles(applyAll(WORKS, works.findings), TERMS);
    expect(again.troubles).toEqual([]);
    expect(again.findings.filter(({ edit }) => edit !== null)).toEqual([]);
    // Calls on clients that were moved are findings no more, in whichever file they stand.
    expect(again.findings.filter(({ path, kind }) => path === "web/src/app/agent.ts" && kind === "model").map(told)).toEqual([
      "15 model this.claude.messages.create anthropic claude-sonnet-4-5", "16 model this.llm.chat.completions.create  gpt-4o", "26 model clients.local.chat.completions.create  llama-3.3-70b",
    ]);
  });

  test.each<[string, string, string | null]>([
    ["a circle", 'export * from "./b"; export * from "./c";', null],
    ["a part of a circle that has it", 'import { llm } from "./b"; llm.chat.completions.create({ model: "m" });', "openai"],
  ])("%s of re-exports ends", (_name, text, provider) => {
    const files = [{ path: "d.ts", text }, { path: "a.ts", text: 'export * from "./b"; export * from "./c";' }, { path: "b.ts", text: 'export * from "./a";' }, { path: "c.ts", text: 'import OpenAI from "openai"; export const llm = new OpenAI();' }];
    expect(auditFiles(files, TERMS).findings.find(({ path }) => path === "d.ts")?.provider ?? null).toBe(provider);
  });
});

function applyAll(files: readonly AuditedFile[], findings: readonly Finding[]): AuditedFile[] {
  return files.map(({ path, text }) => ({ path, text: applyEdits(text, findings.flatMap((finding) => (finding.path === path && finding.edit ? [finding.edit] : []))) ?? "" }));
}

describe("the change of addresses", () => {
  const edited = applyAll(SHOP, audited.findings);
  const lineOf = (path: string, line: number) => edited.find((file) => file.path === path)?.text.split("\n")[line - 1];

  test.each<[string, number, string]>([
    ["src/chat.ts", 6, `export const client = new OpenAI({ baseURL: "${BASE_URL}", apiKey: process.env.OPENAI_API_KEY });`],
    ["src/groq.mjs", 5, `  groq ??= new Client({ baseURL: \`${BASE_URL}\`, apiKey: "gsk_canarycanarycanary1234" });`],
    ["jobs/summary.py", 9, `client = OpenAI(base_url="${BASE_URL}", `],
    ["jobs/summary.py", 12, `groq = AsyncOpenAI(base_url="${BASE_URL}", api_key="gsk_canarycanarycanary1234")`],
    [".env.production", 3, `export OPENAI_BASE_URL="${BASE_URL}" # theirs`],
    ["config/llm.yaml", 8, `  - OPENAI_BASE_URL=${BASE_URL}`],
    ["config/llm.toml", 4, `api_base = '${BASE_URL}'`],
  ])("%s:%i says where to go and keeps all else", (path, line, expected) => {
    expect(lineOf(path, line)).toBe(expected);
  });

  test("is not found again once it is made", () => {
    const again = auditFiles(edited, TERMS);
    expect(again.findings.filter(({ edit }) => edit !== null)).toEqual([]);
    expect(again.troubles).toEqual(audited.troubles);
  });

  test("refuses a text that is another one meanwhile", () => {
    const edit = { start: 4, end: 7, before: "old", after: "new" };
    expect(applyEdits("the old text", [edit, edit])).toBe("the new text");
    expect(applyEdits("an older text", [edit])).toBeNull();
  });
});

test.each([["a/b.tsx", true], ["x.d.ts", false], [".env", true], [".env.local", true], ["dev.env", true], ["README.md", false], ["a.jsonc", true], ["a.pyc", false]])("%s is read: %s", (path, expected) => {
  expect(isAudited(path)).toBe(expected);
});

test("no text of any language makes an audit fail, and nothing is found at a place that is not there", () => {
  const parts = [...SHOP, ...WORKS].flatMap(({ text }) => text.split(/(?<=[\s(){}"'`=:,.])/));
  const text = fc.array(fc.oneof(fc.constantFrom(...parts), fc.string({ maxLength: 8 })), { maxLength: 120 }).map((chosen) => chosen.join(""));
  const path = fc.constantFrom("a.ts", "a.js", "a.tsx", "a.py", ".env", "a.json", "a.yaml", "a.toml");
  fc.assert(fc.property(path, text, (name, body) => {
    for (const { line, column, edit } of auditFiles([{ path: name, text: body }], TERMS).findings) {
      expect(body.split("\n")[line - 1]?.length ?? -1).toBeGreaterThanOrEqual(column - 1);
      if (edit) expect(body.slice(edit.start, edit.end)).toBe(edit.before);
    }
  }), { numRuns: 150 });
});
