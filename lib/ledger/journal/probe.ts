import { writeAll } from "./durable-file";
import type { JournalFolder } from "./journal-file";

/** Room for some hundred calls: a disk that takes this takes the next calls too. */
const PROBE_BYTES = 256 * 1024;
const PROBE_NAME = "probe.tmp";

/** Whether the disk takes and keeps data again. Tries it in a file of its own, since the journal has no room for trials. */
export async function isWritable(folder: JournalFolder): Promise<boolean> {
  try {
    await folder.remove(PROBE_NAME);
    const file = await folder.create(PROBE_NAME);
    try {
      await writeAll(file, Buffer.alloc(PROBE_BYTES), 0);
      await file.datasync();
    } finally {
      await file.close();
      await folder.remove(PROBE_NAME);
    }
    return true;
  } catch {
    return false;
  }
}
