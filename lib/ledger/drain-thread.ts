import { parentPort, workerData } from "node:worker_threads";
import { Drain } from "./drain";
import { DrainConnection } from "./drain-connection";
import type { DrainThreadData, FromDrain, ToDrain } from "./drain-messages";
import { openJournalFolder } from "./journal/journal-file";
import { JournalView } from "./journal/journal-view";
import { openQuarantine } from "./set-aside";

/** What a thread does that a `ThreadedDrain` has started: drains as it is told, and tells how it goes. */
export async function runDrainThread(): Promise<void> {
  const { databaseUrl, batchTimeoutMs, journalPath } = workerData as DrainThreadData;
  const tell = (message: FromDrain) => parentPort?.postMessage(message);
  const folder = await openJournalFolder(journalPath);
  const journal = new JournalView(folder, ({ segment, end, payloads }) => {
    tell({ type: "acknowledged", name: segment.name, end, records: payloads.length });
  });
  const connection = new DrainConnection({ databaseUrl, timeoutMs: batchTimeoutMs });
  const drain = new Drain({
    journal,
    write: connection.write,
    quarantine: openQuarantine(folder),
    log: (level, message) => tell({ type: "log", level, message }),
    onState: (state) => tell({ type: "state", state }),
  });
  // In place of what a thread before this one may have said last.
  tell({ type: "state", state: drain.status() });
  const heed = async (message: ToDrain) => {
    if (message.type === "unread") {
      journal.tell(message.unread);
      drain.notify();
    } else if (message.type === "flush") {
      await drain.flush();
      tell({ type: "flushed", id: message.id });
    } else {
      await drain.stop();
      connection.close();
      tell({ type: "stopped" });
      parentPort?.close();
    }
  };
  parentPort?.on("message", (message: ToDrain) => {
    // A flush that the stop has cut off is answered by the other side.
    heed(message).catch(() => undefined);
  });
}
