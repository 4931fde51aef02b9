import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { buildGateway, getGatewayBundle, THREADS } from "./build-gateway.mjs";
import { getBuildDir, noteUser } from "./build.mjs";
import { bundle } from "./bundle.mjs";

let root: string;
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
/** A checkout of next to nothing. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "bundle-"));
  write("package.json", '{ "type": "module" }');
  write("next.config.js", 'export default { distDir: "built" };');
  write("tsconfig.json", '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }');
  write("lib/greeting.ts", 'export const greeting: string = "Hello";');
  write("scripts/gateway.ts", 'import { greeting } from "@/lib/greeting"; import { name } from "outside"; console.log(`${greeting}, ${name}`);');
  for (const program of ["scripts/housekeeper.ts", ...THREADS]) write(program, "export {};");
  write("node_modules/outside/package.json", '{ "type": "module", "main": "index.js" }');
  write("node_modules/outside/index.js", 'export const name = "world";');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

async function build(): Promise<string> {
  const news: string[] = [];
  await buildGateway(root, (text) => { news.push(text); });
  return news.join();
}

/** What it prints, run by Node and nothing else. */
const run = (program: string) => execFileSync(process.execPath, [program], { encoding: "utf8", env: { NODE_ENV: "production" } }).trim();

it("is one module of our sources, for plain Node, with packages left outside", async () => {
  expect(await build()).toBe("built");
  const program = await getGatewayBundle(root);
  expect(run(program)).toBe("Hello, world");
  rmSync(join(root, "lib"), { recursive: true });
  write("node_modules/outside/index.js", 'export const name = "you";');
  expect(run(program)).toBe("Hello, you");
});

it("is built once, and again when a source has changed", async () => {
  await build();
  const program = await getGatewayBundle(root);
  writeFileSync(program, "console.log('as it was');");
  expect(await build()).toBe("up to date");
  expect(run(program)).toBe("as it was");
  write("lib/greeting.ts", 'export const greeting: string = "Good evening";');
  expect(await build()).toBe("built");
  expect(run(program)).toBe("Good evening, world");
});

it("is built again when Next has emptied its folder", async () => {
  await build();
  rmSync(await getBuildDir(root), { recursive: true });
  expect(await build()).toBe("built");
  expect(run(await getGatewayBundle(root))).toBe("Hello, world");
});

it("is not replaced while a process serves from it", async () => {
  await build();
  const release = noteUser(await getBuildDir(root));
  write("lib/greeting.ts", 'export const greeting: string = "Hi";');
  await expect(build()).rejects.toThrow(`The gateway cannot be rebuilt: the sources have changed, and process ${process.pid} serves`);
  expect(run(await getGatewayBundle(root))).toBe("Hello, world");
  release();
  expect(await build()).toBe("built");
});

it("says where a source cannot be read, and leaves nothing to be taken for a build", async () => {
  write("lib/greeting.ts", "export const greeting: string = ;");
  await expect(build()).rejects.toThrow(/scripts\/gateway\.ts.* could not be bundled.*lib\/greeting\.ts:1:32/s);
  expect(existsSync(await getGatewayBundle(root))).toBe(false);
  await expect(build()).rejects.toThrow("could not be bundled");
});

it("puts programs side by side, where one can start another as a thread", async () => {
  write("scripts/main.ts", `
    import { extname } from "node:path";
    import { Worker } from "node:worker_threads";
    new Worker(new URL("./thread" + extname(import.meta.url), import.meta.url)).on("message", (text: string) => { console.log(text); });`);
  write("lib/thread.ts", 'import { parentPort } from "node:worker_threads"; import { greeting } from "./greeting"; parentPort?.postMessage(greeting);');
  const [main = "", thread = ""] = await bundle(root, ["scripts/main.ts", "lib/thread.ts"], join(root, "out"));
  expect([main, thread]).toEqual([join(root, "out", "main.mjs"), join(root, "out", "thread.mjs")]);
  expect(run(main)).toBe("Hello");
});
