import { readFileSync } from "node:fs";

/** Names this process so that no later one with the same number is taken for it, as in containers that start again. */
export function describeOwner(): string {
  return `${process.pid} ${startOf(process.pid) ?? "?"}`;
}

/** Whether the process that `describeOwner` named is still running on this machine. */
export function isOwnerAlive(owner: string): boolean {
  const [pidText, start] = owner.trim().split(" ");
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const startNow = startOf(pid);
  return startNow === null || start === "?" || startNow === start;
}

/** When a process began, in clock ticks since boot: field 22 of proc(5)'s stat. Null where there is no /proc. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in brackets and may itself hold spaces and brackets.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}
