import { expect, it } from "vitest";
import { makeTemporaryFolder } from "../testing/temporary-folder";
import { Journal } from "./journal";
import { openJournalFolder } from "./journal-file";
import type { JournalBatch } from "./journal-reader";
import { JournalView } from "./journal-view";

it("a segment that another process has taken over too, drained and deleted, is drained", async () => {
  const folder = await openJournalFolder(await makeTemporaryFolder());
  const open = () => Journal.open({ folder, owner: "a", isOwnerAlive: () => false, fsync: "batch", maxBytes: 1e9, log: () => undefined, onAppended: () => undefined });
  const dead = await open();
  await dead.append(Buffer.from("x"));
  const [one, other] = [await open(), await open()];
  const batch = await one.readBatch(10);
  await one.acknowledge(batch as JournalBatch);
  const view = new JournalView(folder, ({ segment, end, payloads }) => void other.acknowledge({ segment, end, payloads: { length: payloads.length } }));
  view.tell(other.unread);
  expect(view.pendingRecords).toBe(1);
  const gone = await view.readBatch(10, null);
  expect(gone).toMatchObject({ payloads: [], isGone: true });
  await view.acknowledge(gone as JournalBatch);
  await new Promise((resolve) => setImmediate(resolve));
  expect([view.hasUnread, view.pendingRecords, other.pendingRecords]).toEqual([false, 0, 0]);
});
