import { createDurably } from "./durable-file";
import type { JournalFolder } from "./journal-file";
import { Segment } from "./segment";

export type JournalLog = (level: "info" | "warn" | "error", message: string) => void;

/**
 * `<boot>-<number>.journal` belongs to the process whose claim is `<boot>.<owner>.owner`. The claim is its name: a file
 * that has to be written after it was made would for a moment be nobody's, and its segments anybody's.
 */
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
  const claim = await createDurably(folder, claimName(boot, owner));
  await claim.close();
}

/** From now on, any process may adopt what this boot has left. */
export function releaseBoot(folder: JournalFolder, boot: string, owner: string): Promise<void> {
  return folder.remove(claimName(boot, owner));
}

function claimName(boot: string, owner: string): string {
  return `${boot}.${Buffer.from(owner).toString("hex")}${OWNER_SUFFIX}`;
}

/** Of a name that is no claim of this form, the owner is nobody. */
function readClaim(name: string): { boot: string; owner: string } {
  const [boot = "", ...owner] = name.slice(0, -OWNER_SUFFIX.length).split(".");
  return { boot, owner: Buffer.from(owner.join("."), "hex").toString() };
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
    const { boot, owner } = readClaim(name);
    if (isOwnerAlive(owner)) running.push(boot);
    else await folder.remove(name);
  }
  return running;
}
