import { createDurably, writeAll } from "./durable-file";
import type { JournalFolder } from "./journal-file";
import { Segment } from "./segment";

export type JournalLog = (level: "info" | "warn" | "error", message: string) => void;

/** `<boot>-<number>.journal` belongs to the process whose claim is `<boot>.owner`. */
export const SEGMENT_SUFFIX = ".journal";
const OWNER_SUFFIX = ".owner";

type Place = {
  folder: JournalFolder;
  /** Whether the process that wrote this claim still runs, see `owner.ts`. */
  isOwnerAlive: (owner: string) => boolean;
  log: JournalLog;
};

/** Says who writes the segments of this boot. To be made before the first of them. */
export async function claimBoot(folder: JournalFolder, boot: string, owner: string): Promise<void> {
  const claim = await createDurably(folder, boot + OWNER_SUFFIX);
  try {
    await writeAll(claim, Buffer.from(owner), 0);
  } finally {
    await claim.close();
  }
}

/** From now on, any process may adopt what this boot has left. */
export function releaseBoot(folder: JournalFolder, boot: string): Promise<void> {
  return folder.remove(boot + OWNER_SUFFIX);
}

/** The segments, oldest first, that no running process owns. They are read and deleted, never appended to. */
export async function adoptSegments({ folder, isOwnerAlive, log }: Place): Promise<Segment[]> {
  // Segments before claims: a claim is made before its segments, so none of a running process can seem unclaimed.
  const names = (await folder.list()).filter((name) => name.endsWith(SEGMENT_SUFFIX)).sort();
  const running = await listRunningBoots(folder, isOwnerAlive);
  const adopted: Segment[] = [];
  for (const name of names) {
    if (running.some((boot) => name.startsWith(boot))) continue;
    const segment = await Segment.recover(folder, name).catch((error: unknown) => {
      // One file that cannot be read must not keep the others, and new calls, from being booked.
      log("error", `journal ${name} cannot be read and is left for the next start: ${String(error)}`);
      return null;
    });
    if (segment) adopted.push(segment);
  }
  const calls = adopted.reduce((sum, segment) => sum + segment.pendingRecords, 0);
  if (calls > 0) log("info", `journal: ${calls} calls of an earlier run are yet to be written to the database`);
  return adopted;
}

/** Removes the claims of processes that are gone on the way. */
async function listRunningBoots(folder: JournalFolder, isOwnerAlive: Place["isOwnerAlive"]): Promise<string[]> {
  const running: string[] = [];
  for (const name of (await folder.list()).filter((name) => name.endsWith(OWNER_SUFFIX))) {
    if (isOwnerAlive(await readText(folder, name))) running.push(name.slice(0, -OWNER_SUFFIX.length));
    else await folder.remove(name);
  }
  return running;
}

/** Empty when it is gone. */
async function readText(folder: JournalFolder, name: string): Promise<string> {
  const file = await folder.open(name);
  if (!file) return "";
  try {
    return (await file.read(0, await file.size())).toString();
  } finally {
    await file.close();
  }
}
