// @ts-check
import { basename, join } from "node:path";
import { Problem } from "./problem.mjs";

/**
 * Makes one ES module of each program, for plain Node: our own sources go into it, packages stay in node_modules. All of
 * them land in one folder, `thread.ts` as `thread.mjs`, so that a program finds another one of them beside itself.
 * @param {string} root the checkout
 * @param {string[]} programs paths of their first files under root, no two with the same name
 * @param {string} folder below root, or packages would not be found from there
 * @returns {Promise<string[]>} the paths of the modules, in the order of the programs
 */
export async function bundle(root, programs, folder) {
  // Only now: this file is loaded before the packages are installed.
  const { buildSync, stop } = await import("esbuild");
  try {
    buildSync({
      absWorkingDir: root,
      entryPoints: programs,
      outdir: folder,
      entryNames: "[name]",
      // Next writes a package.json into its folder that makes every .js file CommonJS.
      outExtension: { ".js": ".mjs" },
      tsconfig: join(root, "tsconfig.json"),
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      target: "node20",
      keepNames: false,
      sourcemap: true,
      logLevel: "silent",
    });
  } catch (error) {
    throw new Problem(`${programs.join(" and ")} could not be bundled`, error instanceof Error ? error.message : String(error));
  } finally {
    // Its own process would stay as long as this one.
    await stop();
  }
  return programs.map((program) => getBundle(folder, program));
}

/**
 * @param {string} folder
 * @param {string} program
 */
export function getBundle(folder, program) {
  return join(folder, `${basename(program, ".ts")}.mjs`);
}
