import { expect, it } from "vitest";
import { appendLine } from "./durable-file";
import type { JournalFolder } from "./journal-file";
import { FaultDisk } from "./testing/fault-folder";

async function readLines(folder: JournalFolder): Promise<string[]> {
  const file = await folder.open("lines");
  return file ? (await file.read(0, await file.size())).toString().split("\n") : [];
}

it("appends lines that a power loss leaves, the file's name included", async () => {
  for (let seed = 0; seed < 50; seed++) {
    const disk = new FaultDisk(seed);
    for (const line of ["a", "b", "c"]) await appendLine(disk.start(), "lines", line);
    disk.crash();
    expect(await readLines(disk.start())).toEqual(["a", "b", "c", ""]);
  }
});

it("never continues half a line, whichever operation fails on the way", async () => {
  for (let operation = 0; operation < 12; operation++) {
    for (const isShortWrite of [true, false]) {
      const disk = new FaultDisk(operation);
      const folder = disk.start();
      await appendLine(folder, "lines", "first line");
      disk.failAfter(operation, { code: "ENOSPC", isShortWrite });
      await appendLine(folder, "lines", "second line").catch(() => undefined);
      await appendLine(folder, "lines", "third line").catch(() => undefined);
      disk.kill();
      const after = disk.start();
      await appendLine(after, "lines", "fourth line");
      const lines = await readLines(after);
      expect(lines.filter((line) => line === "first line" || line === "fourth line")).toHaveLength(2);
      for (const line of lines) expect(["first line", "second line", "third line", "fourth line"].some((whole) => whole.startsWith(line))).toBe(true);
    }
  }
});
