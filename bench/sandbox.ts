import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { getBuildDir } from "@/scripts/start/build.mjs";
import { bundle } from "@/scripts/start/bundle.mjs";
import { ROOT } from "@/scripts/start/root.mjs";

/** Bundled as the product is: tsx names every function as it is made, which took a fifth of the time. */
const [program = ""] = await bundle(ROOT, ["bench/sandbox/speed.ts"], join(await getBuildDir(ROOT), "bench"));
process.exitCode = spawnSync(process.execPath, [program], { stdio: "inherit" }).status ?? 1;
