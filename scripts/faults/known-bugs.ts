import { spawn } from "node:child_process";
import { BUGS } from "../known-bugs/bugs";
import { ROOT } from "../start/root.mjs";
import { formatMs, type Row } from "./scenario";

/** Mistakes of others, put into a copy one at a time: that the tests would notice them is what the other proofs rest on. */
export async function playKnownBugs(): Promise<Row[]> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/known-bugs.ts"], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const code = await new Promise<number | null>((resolve, reject) => child.once("close", resolve).once("error", reject));
  const lines = said.trim().split("\n");
  const failures = code === 0 ? [] : lines.filter((line) => line.includes("nothing") || line.startsWith("Error"));
  const figures = `${lines.at(-1) ?? ""} in ${formatMs(performance.now() - startedAt)}`;
  return [{ name: "known bugs put back", faults: `${BUGS.length} bugs`, verdict: null, figures, failures: code !== 0 && failures.length === 0 ? [figures] : failures }];
}
