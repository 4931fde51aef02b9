import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { loadKnown } from "@/lib/catalog/known/load-known";
import { runCommandLine } from "./run";

let folder: string;

// Thousands of models: read once, outside of the time that a test has.
beforeAll(async () => {
  await loadKnown();
}, 30_000);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "audit-"));
  return () => { rmSync(folder, { recursive: true }); };
});

function write(path: string, text: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Without a database, as in somebody else's CI. */
async function run(...argv: string[]) {
  const [out, notes]: [string[], string[]] = [[], []];
  const code = await runCommandLine(["audit", ...argv], { variables: {}, folder, out: (text) => void out.push(text), note: (text) => void notes.push(text) });
  return { code, out: out.join("\n"), notes: notes.join("\n") };
}

const CLIENT = 'import OpenAI from "openai";\nconst client = new OpenAI({ apiKey: "sk-canarycanarycanary" });\nclient.chat.completions.create({ model: "gpt-4o" });\n';

describe("the exit code", () => {
  test("is 0 where nothing is found, and left-out folders, links and files lead to nothing", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "audit-elsewhere-"));
    writeFileSync(join(elsewhere, "linked.ts"), CLIENT);
    for (const path of ["node_modules/x/a.ts", "vendor/a.ts", "dist/a.js", "a.min.js", ".git/a.ts", ".venv/a.py"]) write(path, CLIENT);
    write("large.ts", CLIENT + " ".repeat(1_000_000));
    write("latin.ts", Buffer.from([...Buffer.from(CLIENT), 0xe9]));
    write("packed.js", `${CLIENT}${"a;".repeat(4_000)}`);
    write("README.md", CLIENT);
    symlinkSync(elsewhere, join(folder, "link"));
    symlinkSync(join(elsewhere, "linked.ts"), join(folder, "link.ts"));
    const { code, out, notes } = await run(".");
    rmSync(elsewhere, { recursive: true });
    expect({ code, out }).toEqual({ code: 0, out: "Nothing found in 0 files. Left out: 1 above 1 MB, 2 generated or minified, 1 not UTF-8 text." });
    expect(notes).toContain("Savings and profiles are unknown: there is no database");
  });

  test("is 1 where something is found, told with its place and without a secret", async () => {
    write("src/a.ts", CLIENT);
    const { code, out } = await run(".");
    expect(code).toBe(1);
    expect(out).toBe([
      "src/a.ts:2:16  client  new OpenAI: openai", '    add baseURL: "http://127.0.0.1:3000/api/v1"  [--apply]',
      'src/a.ts:3:41  model  client.chat.completions.create: openai "gpt-4o"', '    "gpt-4o" → a profile of the team, or an endpoint.',
      "    saving: unknown (no team's prices at hand)", "", "2 findings in 1 of 1 file.",
    ].join("\n"));
  });

  test.each([
    [["nowhere"], "there is no such folder"], [["file.ts"], "it is no folder"], [[], "DIR is missing"], [[".", "--aply"], "Unknown option"],
    [[".", "--base-url", 'http://x" + evil + "'], "must be a plain http or https address"], [[".", "--team", "acme"], "DATABASE_URL"],
  ])("of %j is 2", async (argv, why) => {
    write("file.ts", "");
    const { code, out, notes } = await run(...argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(notes).toContain(why);
  });
});

describe("--apply", () => {
  test("changes addresses and nothing else, keeps a file's mode, and has nothing to do the second time", async () => {
    write("src/a.ts", CLIENT);
    write("run.py", '#!/usr/bin/env python\nfrom openai import OpenAI\nc = OpenAI(base_url="https://api.groq.com/openai/v1")\r\n');
    chmodSync(join(folder, "run.py"), 0o755);
    const first = await run(".", "--apply", "--base-url", "https://ledger.example/api/v1");
    expect(first.out).toContain("run.py: 1 address changed\nsrc/a.ts: 1 address changed\n");
    const texts = () => [readFileSync(join(folder, "src/a.ts"), "utf8"), readFileSync(join(folder, "run.py"), "utf8")];
    const made = texts();
    expect(made[0]).toBe(CLIENT.replace("new OpenAI({", 'new OpenAI({ baseURL: "https://ledger.example/api/v1",'));
    expect(made[1]).toBe('#!/usr/bin/env python\nfrom openai import OpenAI\nc = OpenAI(base_url="https://ledger.example/api/v1")\r\n');
    expect(statSync(join(folder, "run.py")).mode & 0o777).toBe(0o755);
    expect(await run(".", "--apply", "--base-url", "https://ledger.example/api/v1")).toMatchObject({ code: 0, out: "Nothing found in 2 files." });
    expect(texts()).toEqual(made);
    expect(readdirSync(folder).sort()).toEqual(["run.py", "src"]);
  });
});

test("--json has one form, in one order", async () => {
  write("b.env", "OPENAI_API_KEY=sk-canarycanarycanary\n");
  write("a.ts", CLIENT);
  write("c.json", "{");
  const first = await run(".", "--json");
  expect(first.out).not.toContain("canary");
  expect((await run(".", "--json")).out).toBe(first.out);
  const { findings, problems, ...rest } = JSON.parse(first.out) as Record<string, unknown> & { findings: Record<string, unknown>[] };
  expect(rest).toEqual({
    version: 1, baseUrl: "http://127.0.0.1:3000/api/v1", team: null, files: 3, isCut: false, changed: [], refused: [],
    skipped: { tooLarge: 0, generated: 0, notText: 0, unreadable: 0 },
  });
  expect(problems).toEqual([{ path: "c.json", line: 1, message: "cannot be read as JSON" }]);
  expect(findings.map(({ path, line, kind, provider }) => [path, line, kind, provider])).toEqual([["a.ts", 2, "client", "openai"], ["a.ts", 3, "model", "openai"], ["b.env", 1, "key", "openai"]]);
  expect(findings[1]).toEqual({
    path: "a.ts", line: 3, column: 41, kind: "model", code: "client.chat.completions.create", provider: "openai", model: "gpt-4o", isTest: false,
    replacement: { kind: "none", names: [] }, change: expect.stringContaining("a profile of the team"), canApply: false,
    savingUsdPerMillion: null, savingFrom: null, savingTo: null,
  });
});
