import { readdirSync, readFileSync } from "node:fs";

/** Of a process and its children; null where the system does not say, which only Linux does in this way (proc(5)). */
export type Usage = { cpuMs: number; rssBytes: number } | null;

/** Linux counts in hundredths of a second, whatever its clock. */
const TICK_MS = 10;
const PAGE_BYTES = 4_096;

export function readUsage(pid: number): Usage {
  try {
    const parents = new Map(readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map((name) => [Number(name), findParent(Number(name))]));
    const family = [...parents].filter(([each, parent]) => each === pid || parent === pid).map(([each]) => readOne(each));
    return family.reduce((sum, each) => ({ cpuMs: sum.cpuMs + each.cpuMs, rssBytes: sum.rssBytes + each.rssBytes }));
  } catch {
    return null;
  }
}

/** CPU between two readings, in milliseconds. */
export function cpuBetween(before: Usage, after: Usage): number | null {
  return before && after ? after.cpuMs - before.cpuMs : null;
}

function findParent(pid: number): number | null {
  try {
    return Number(fieldsOf(pid)[1]);
  } catch {
    // It has ended meanwhile.
    return null;
  }
}

function readOne(pid: number): { cpuMs: number; rssBytes: number } {
  const fields = fieldsOf(pid);
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS, rssBytes: Number(fields[21]) * PAGE_BYTES };
}

/** Behind the name, which may have blanks in it: state, parent, … user time, system time, … resident pages. */
function fieldsOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, "latin1");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}
