import { readdir } from "node:fs/promises";
import { describe, expect, it, vi } from "vitest";
import { makeTemporaryFolder } from "../testing/temporary-folder";
import { type JournalFolder, openJournalFolder } from "./journal-file";
import { FaultDisk } from "./testing/fault-folder";
import { append, drain, failing, openTestJournal } from "./testing/open-journal";

describe("a failing disk", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });

  it("that is full leaves no half record behind, and the refused calls are not invented later", async () => {
    const folder = await openJournalFolder(await makeTemporaryFolder());
    let room = 60;
    const small = failing(folder, {
      write: (real) => async (bytes, position) => {
        const fits = Math.min(bytes.length, room);
        if (fits === 0) throw full;
        room -= fits;
        return real.write(bytes.subarray(0, fits), position);
      },
    });
    const journal = await openTestJournal(small);
    await append(journal, ["first"]);
    await expect(append(journal, ["a record that does not fit any more"])).rejects.toThrow(/ENOSPC/);
    expect(journal.status().refusing).toMatch(/ENOSPC/);
    room = 1000;
    await append(journal, ["second"]);
    expect(journal.status().refusing).toBeNull();
    expect(await drain(journal)).toEqual(["first", "second"]);
    await journal.close();
  });

  it("that takes a part of a turn's calls gives none of them back, since all of them were refused", async () => {
    const disk = new FaultDisk(1);
    const journal = await openTestJournal(disk.start());
    await append(journal, ["first"]);
    const filling = await openTestJournal(failing(disk.start(), {
      write: (segment) => async (bytes, position) => {
        if (position > 0) throw full;
        return segment.write(bytes.subarray(0, 50), position);
      },
    }));
    const settled = await Promise.allSettled(["a", "b", "c", "d"].map((text) => filling.append(Buffer.alloc(10, text))));
    expect(settled.map(({ status }) => status)).toEqual(Array(4).fill("rejected"));
    disk.kill();
    const next = await openTestJournal(disk.start());
    expect(await drain(next)).toEqual(["first"]);
    await next.close();
  });

  it("that cannot cut a torn record either is left for a new segment", async () => {
    const path = await makeTemporaryFolder();
    const folder = await openJournalFolder(path);
    let broken = false;
    const worn = failing(folder, {
      write: (real) => (bytes, position) => {
        if (broken && position > 0) return position > 40 ? Promise.reject(full) : real.write(bytes.subarray(0, 30), position);
        return real.write(bytes, position);
      },
      truncate: () => () => Promise.reject(full),
    });
    const journal = await openTestJournal(worn);
    await append(journal, ["first"]);
    broken = true;
    await expect(append(journal, ["a record that is torn at its thirtieth byte"])).rejects.toThrow(/ENOSPC/);
    await append(journal, ["second"]);
    expect((await readdir(path)).filter((name) => name.endsWith(".journal"))).toHaveLength(2);
    expect(await drain(journal)).toEqual(["first", "second"]);
    await journal.close();
  });

  it("that fails to sync is not asked again: `always` refuses the call and goes on in a new segment", async () => {
    const path = await makeTemporaryFolder();
    const folder = await openJournalFolder(path);
    const syncs: string[] = [];
    let made = 0;
    const failingFirst: JournalFolder = {
      ...folder,
      create: async (name) => {
        const real = await folder.create(name);
        if (!name.endsWith(".journal")) return real;
        const number = ++made;
        const datasync = () => {
          syncs.push(String(number));
          return number === 1 ? Promise.reject(new Error("EIO: i/o error")) : real.datasync();
        };
        return { ...real, datasync };
      },
    };
    const journal = await openTestJournal(failingFirst, { fsync: "always" });
    await expect(append(journal, ["first"])).rejects.toThrow(/EIO/);
    await append(journal, ["second"]);
    expect(syncs).toEqual(["1", "2"]);
    await journal.close();
  });

  it("takes calls again by itself once it can be written", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const folder = await openJournalFolder(await makeTemporaryFolder());
      let isFull = true;
      const filling: JournalFolder = {
        ...folder,
        create: async (name) => {
          if (isFull && !name.endsWith(".owner")) throw full;
          return folder.create(name);
        },
      };
      const journal = await openTestJournal(filling);
      await expect(append(journal, ["first"])).rejects.toThrow(/ENOSPC/);
      await vi.advanceTimersByTimeAsync(2_000);
      expect(journal.status().refusing).toMatch(/ENOSPC/);
      isFull = false;
      await vi.advanceTimersByTimeAsync(1_000);
      await vi.waitUntil(() => journal.status().refusing === null);
      await journal.close();
    } finally {
      vi.useRealTimers();
    }
  });
});
