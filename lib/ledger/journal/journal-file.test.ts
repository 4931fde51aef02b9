import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openJournalFolder, type JournalFile } from "./journal-file";

let path: string;
let file: JournalFile;
beforeEach(async () => {
  path = mkdtempSync(join(tmpdir(), "journal-file-"));
  file = await (await openJournalFolder(path)).create("x.journal");
});
afterEach(async () => {
  vi.restoreAllMocks();
  await file.close();
  rmSync(path, { recursive: true });
});

const write = (text: string, position: number) => file.write(Buffer.from(text), position);

describe("a write to the journal", () => {
  it("is made in place, and behind a sync by another thread", async () => {
    expect(write("ab", 0)).toBe(2);
    const synced = file.datasync();
    const behind = write("cd", 2);
    expect(behind).toBeInstanceOf(Promise);
    expect(await behind).toBe(2);
    await synced;
    expect(write("ef", 4)).toBe(2);
    expect(String(await file.read(0, 10))).toBe("abcdef");
  });

  it("is left to another thread for a second after one that was slow", async () => {
    let nowMs = 0;
    let stepMs = 5;
    vi.spyOn(performance, "now").mockImplementation(() => (nowMs += stepMs));
    expect(write("ab", 0)).toBe(2);
    stepMs = 0;
    const behind = write("cd", 2);
    expect(behind).toBeInstanceOf(Promise);
    await behind;
    nowMs += 1_000;
    expect(write("ef", 4)).toBe(2);
    expect(String(await file.read(0, 10))).toBe("abcdef");
  });

  it("is left to another thread when it is long", async () => {
    const long = file.write(Buffer.alloc(300_000), 0);
    expect(long).toBeInstanceOf(Promise);
    expect(await long).toBe(300_000);
  });

  it("says what the disk says", async () => {
    await file.close();
    expect(() => write("ab", 0)).toThrow();
    file = await (await openJournalFolder(path)).create("y.journal");
  });
});
