import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const script = fileURLToPath(new URL("practice.ts", import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "practice-"));
});
afterAll(() => rm(folder, { recursive: true }));

function run(...args: string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (output += data.toString()));
  return { child, output: () => output, exit: once(child, "exit") };
}

describe("npm run practice", () => {
  it("serves the script of a file until it is told to stop", async () => {
    const file = join(folder, "script.yaml");
    await writeFile(file, "models: { m: { answerTokens: 2 } }");
    const { child, output, exit } = run("--port", "0", "--script", file);
    await once(child.stdout, "data");
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output())?.[0];
    const answer = await fetch(`${url}/acme/v1/chat/completions`, {
      method: "POST",
      body: JSON.stringify({ model: "m", messages: [{ role: "user", content: "hi" }] }),
    });
    expect(await answer.json()).toMatchObject({ usage: { completion_tokens: 2 } });
    child.kill("SIGTERM");
    expect(await exit).toEqual([0, null]);
  }, 15_000);

  it("says in one line what is wrong with a script, and exits with 1", async () => {
    const file = join(folder, "bad.yaml");
    await writeFile(file, "models: { m: { sequence: 3 x nope } }");
    const { output, exit } = run("--port", "0", "--script", file);
    expect(await exit).toEqual([1, null]);
    expect(output()).toMatch(/^practice: models\.m: no fault is called nope.*\n$/);
  }, 15_000);
});
