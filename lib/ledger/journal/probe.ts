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
      for (let written = 0; written < PROBE_BYTES; ) {
        written += await file.write(Buffer.alloc(PROBE_BYTES - written), written);
      }
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
