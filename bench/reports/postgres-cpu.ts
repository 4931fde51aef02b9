import { readdirSync, readFileSync } from "node:fs";

/** Hundredths of a second, as Linux counts them in /proc (proc(5), stat). */
const TICK_MS = 10;

/**
 * What a server's processes have used so far, in milliseconds of one core, those that have ended included. By the
 * scheduler's own count, which is of nanoseconds where that of `stat` is of ten milliseconds. NaN where there is none.
 */
export function readPostgresCpuMs(postmaster: number): number {
  try {
    const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && readStat(name)?.[1] === String(postmaster));
    const alive = [String(postmaster), ...children].reduce((sum, pid) => sum + readRunMs(pid), 0);
    const ended = (readStat(String(postmaster)) ?? []).slice(13, 15).reduce((sum, ticks) => sum + Number(ticks) * TICK_MS, 0);
    return alive + ended;
  } catch {
    return NaN;
  }
}

/** Behind the name: state, parent, … user and system time of its own, and of children that have ended. */
function readStat(pid: string): string[] | null {
  const text = readOrNull(`/proc/${pid}/stat`);
  return text === null ? null : text.slice(text.lastIndexOf(")") + 2).split(" ");
}

/** Time on a core. 0 for one that has just ended. */
function readRunMs(pid: string): number {
  return Number((readOrNull(`/proc/${pid}/schedstat`) ?? "0").split(" ")[0]) / 1e6;
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return null;
  }
}
