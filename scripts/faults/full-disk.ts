import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { decodeFrames } from "@/lib/ledger/journal/frame";
import type { Seen } from "./call-once";
import { judge } from "./judge";
import { Load } from "./load";
import { formatMs, type Row, type Setting } from "./scenario";
import { Stage } from "./stage";

const DISK = "8m";
/** What is left for calls when the rest is taken. */
const LEFT_BYTES = 96 * 1024;
const PAGE_BYTES = 4_096;
const BALLAST = "ballast";
const WITHIN_MS = 30_000;
const LEAST_CALLS = 20;

/** A journal on a disk of its own that fills up under load while the database is away, again and again. */
export async function playFullDisk(setting: Setting): Promise<Row[]> {
  const name = "disk of the journal full";
  const { server, random } = setting;
  const rounds = Math.max(1, Math.ceil(setting.rounds / 3));
  const stage = await Stage.open(server);
  mkdirSync(stage.journalDir, { recursive: true });
  const unmount = mountSmallDisk(stage.journalDir);
  try {
    if (!unmount) return [{ name, faults: "none", verdict: null, figures: "left out: only root can mount a small disk. `lib/ledger/journal/failing-disk.test.ts` has it with an injected ENOSPC", failures: [] }];
    await stage.start();
    const load = new Load(stage, random);
    const backMs: number[] = [];
    const failures: string[] = [];
    for (let round = 0; round < rounds; round++) {
      await load.untilCompleted(LEAST_CALLS);
      server.freeze();
      fill(stage.journalDir);
      await until(() => refusals(load.seen) > round, "calls are not refused");
      const refusedBefore = refusals(load.seen);
      await until(() => refusals(load.seen) >= refusedBefore + LEAST_CALLS, "calls are not refused");
      failures.push(...findTorn(stage.journalDir));
      rmSync(join(stage.journalDir, BALLAST));
      const freedAt = performance.now();
      await load.untilCompleted(1);
      backMs.push(performance.now() - freedAt);
      server.thaw();
    }
    const seen = await load.stop();
    await stage.untilIdle();
    const verdict = await judge(stage, seen, { killed: false, full: true });
    failures.push(...verdict.failures, ...seen.filter(isWrong).map(({ end, code }) => `a call ended as ${end} ${code ?? ""}`), ...(await stage.endWell()));
    if ((await stage.listJournal()).some((each) => each.startsWith("quarantine"))) failures.push("torn records were set aside that should have been cut");
    const figures = `${verdict.refused} calls refused with 503; served again ${backMs.map(formatMs).join(", ")} after there was room`;
    return [{ name, faults: `${rounds} × full (tmpfs of ${DISK})`, verdict, figures, failures }];
  } finally {
    server.thaw();
    await stage.stop().catch(() => undefined);
    unmount?.();
    await stage.close();
  }
}

const refusals = (seen: readonly Seen[]) => seen.filter(({ code }) => code === "ledger_unavailable").length;

/** Neither served, nor left by its client, nor told that it cannot be recorded: a stream under way is told in its error chunk. */
function isWrong({ end, code, status, stream }: Seen): boolean {
  if (end === "completed" || end === "left") return false;
  return end !== "told" || (code !== "ledger_unavailable" && !(stream && status === 200)) || (status !== 503 && status !== 200);
}

/** @returns null where that is not allowed */
function mountSmallDisk(folder: string): (() => void) | null {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK}`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    return null;
  }
  const unmount = () => execFileSync("umount", ["--lazy", folder]);
  // Whoever interrupts the run shall not be left with it.
  process.once("exit", unmount);
  return () => {
    process.off("exit", unmount);
    unmount();
  };
}

/** Takes all of the disk but a little. */
function fill(folder: string): void {
  const path = join(folder, BALLAST);
  let bytes = 0;
  try {
    for (;;) {
      writeFileSync(path, Buffer.alloc(PAGE_BYTES), { flag: "a" });
      bytes += PAGE_BYTES;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
  writeFileSync(path, Buffer.alloc(Math.max(0, bytes - LEFT_BYTES)));
}

/** Bytes in a segment that are no whole record, while its disk is full. */
function findTorn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith(".journal")).flatMap((name) => {
    const bytes = readFileSync(join(folder, name));
    const { end, damaged } = decodeFrames(bytes);
    return end === bytes.length && damaged.length === 0 ? [] : [`${name} has ${bytes.length - end} torn bytes and ${damaged.length} damaged places`];
  });
}

async function until(isTrue: () => boolean, otherwise: string): Promise<void> {
  for (let waited = 0; !isTrue(); waited += 10) {
    if (waited > WITHIN_MS) throw new Error(`${otherwise} within ${WITHIN_MS / 1_000} s`);
    await sleep(10);
  }
}
