import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { demoScript } from "./demo-script";
import { builtInFaultNames } from "./fault";
import { parseScript, parseScriptText, ScriptError } from "./script";
import { ScriptBook } from "./script-book";

const guide = new URL("../../docs/practice-providers.md", import.meta.url);

describe("parseScriptText", () => {
  it("reads the example of the guide, and the guide names every built-in fault", async () => {
    const text = await readFile(guide, "utf8");
    const script = parseScriptText(/```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? "missing: true");
    expect(Object.keys(script.models).length).toBeGreaterThan(2);
    expect(builtInFaultNames.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it("reads JSON, and takes an empty file for an empty script", () => {
    expect(parseScriptText('{"seed": 3}').seed).toBe(3);
    expect(parseScriptText("").models).toEqual({});
  });

  it("says where YAML is broken", () => {
    expect(() => parseScriptText("models: [")).toThrow(ScriptError);
  });
});

describe("parseScript", () => {
  it("accepts the built-in script", () => {
    expect(Object.keys(parseScript(demoScript).models)).toContain("openai/gpt-4o");
  });

  it.each([
    [{ models: { m: { answrTokens: 1 } } }, /models\.m.*answrTokens/],
    [{ models: { m: { answerTokens: -1 } } }, /models\.m\.answerTokens/],
    [{ models: { m: { sequence: ["5 y ok"] } } }, /95 x ok/],
    [{ models: { m: { sequence: "1 x rate_limitd" } } }, /no fault is called rate_limitd; built in: rate_limited/],
    [{ models: { m: { probability: { nope: 0.1 } } } }, /no fault is called nope/],
    [{ models: { m: { probability: { refuse: 0.6, html: 0.6 } } } }, /more than 1/],
    [{ models: { m: { price: { input: "-1", output: "1" } } } }, /models\.m\.price\.input/],
    [{ faults: { ok: { kind: "refuse" } } }, /built in/],
    [{ faults: { mine: { kind: "explode" } } }, /faults\.mine/],
    [{ faults: { mine: { kind: "status", status: 200 } } }, /faults\.mine\.status/],
    [{ faults: { mine: { kind: "status", status: 500, headers: { "x-a": "b\r\nc" } } } }, /not a valid HTTP header/],
  ])("refuses %j", (script, reason) => {
    expect(() => parseScript(script)).toThrow(reason);
  });
});

describe("ScriptBook", () => {
  const book = () =>
    new ScriptBook({
      models: {
        "*": { answerTokens: 1, promptTokens: 1, firstTokenMs: 1, tokensPerSecond: 1 },
        "groq/*": { answerTokens: 2, promptTokens: 2, firstTokenMs: 2 },
        "meta/llama": { answerTokens: 3, promptTokens: 3 },
        "groq/meta/llama": { answerTokens: 4 },
      },
    });

  it("lays the more particular key over the more general one, field by field", () => {
    expect(book().find("groq", "meta/llama")).toMatchObject({ answerTokens: 4, promptTokens: 3, firstTokenMs: 2, tokensPerSecond: 1 });
    expect(book().find("groq", "other")).toMatchObject({ answerTokens: 2, firstTokenMs: 2 });
    expect(book().find("together", "meta/llama")).toMatchObject({ answerTokens: 3, firstTokenMs: 1 });
    expect(book().find("together", "other")).toMatchObject({ answerTokens: 1 });
  });

  it("knows no model that no key speaks for, whatever it is called", () => {
    const models = new ScriptBook({ models: { m: {} } });
    expect(models.find("default", "m")).not.toBeNull();
    expect(["x", "__proto__", "constructor"].map((name) => models.find("default", name))).toEqual([null, null, null]);
  });

  it("patches a key, takes a field back with null, and keeps all as it was when the patch is bad", () => {
    const patched = book();
    patched.patch("groq/meta/llama", { answerTokens: null, firstTokenMs: 9 });
    expect(patched.find("groq", "meta/llama")).toMatchObject({ answerTokens: 3, firstTokenMs: 9 });
    expect(() => patched.patch("*", { answerTokens: 5, sequence: "1 x nope" })).toThrow(ScriptError);
    expect(() => patched.patch("*", "nonsense")).toThrow(ScriptError);
    expect(patched.find("together", "other")).toMatchObject({ answerTokens: 1 });
  });

  it("takes new faults with a patch", () => {
    const patched = book();
    patched.patch("*", { faults: { teapot: { kind: "status", status: 418 } }, sequence: ["teapot"] });
    expect(patched.fault("teapot")).toMatchObject({ status: 418 });
    expect(() => patched.fault("ok")).toThrow(ScriptError);
  });

  it("lists a provider's own models, or else every model", () => {
    expect(book().list("groq")).toEqual(["meta/llama"]);
    expect(book().list("elsewhere")).toEqual(["meta/llama", "groq/meta/llama"]);
  });
});
