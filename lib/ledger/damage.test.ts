import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { Drain } from "./drain";
import { encodeFrame } from "./journal/frame";
import { Journal } from "./journal/journal";
import type { JournalFile, JournalFolder } from "./journal/journal-file";
import { encodeRecord } from "./journal/record-codec";
import { FaultDisk } from "./journal/testing/fault-folder";
import type { CallRecord } from "./record";
import { openQuarantine } from "./set-aside";
import { callRecords } from "./testing/records";

const SEGMENT = "01900000-0000-7000-8000-000000000000-000001.journal";
const calls = fc.sample(callRecords(), { numRuns: 60, seed: 7 }).filter(({ attempts }) => attempts.length === 0).slice(0, 3);
const frames = calls.map((call, index) => encodeFrame(index + 1, encodeRecord(call)));
const whole = Buffer.concat(frames);
const ids = (some: readonly CallRecord[]) => some.map(({ id }) => id);
const frameAt = (offset: number) => frames.findIndex((_, index) => offset < lengthOf(index + 1));
const lengthOf = (count: number) => frames.slice(0, count).reduce((sum, frame) => sum + frame.length, 0);

/** Starts on a folder that holds these bytes as a segment, and drains it. */
async function recover(bytes: Buffer) {
  const folder = new FaultDisk(1).start();
  await (await folder.create(SEGMENT)).write(bytes, 0);
  const log = vi.fn<(level: string, message: string) => void>();
  const journal = await Journal.open({
    folder, owner: "1 1", isOwnerAlive: () => false, fsync: "batch", maxBytes: 1e9, log, onAppended: () => undefined,
  });
  const written: CallRecord[] = [];
  const write = (batch: readonly CallRecord[]) => Promise.resolve(void written.push(...batch));
  const drain = new Drain({ journal, write, quarantine: openQuarantine(folder), log });
  while (journal.hasUnread) await drain.flush();
  await drain.stop();
  await journal.close();
  const errors = log.mock.calls.filter(([level]) => level === "error").map(([, message]) => message);
  return { written: ids(written), quarantined: await readQuarantine(folder), errors, left: await folder.list() };
}

async function readQuarantine(folder: JournalFolder): Promise<Buffer[]> {
  const [name] = (await folder.list()).filter((name) => name.startsWith("quarantine"));
  if (!name) return [];
  const file = (await folder.open(name)) as JournalFile;
  const lines = (await file.read(0, await file.size())).toString().trim().split("\n");
  return lines.map((line) => Buffer.from((JSON.parse(line) as { base64: string }).base64, "base64"));
}

describe("a damaged journal", () => {
  it("loses the one record in which a bit is flipped, at every byte, and keeps its bytes in quarantine", { timeout: 60_000 }, async () => {
    expect(calls).toHaveLength(3);
    for (let offset = 0; offset < whole.length; offset++) {
      const damaged = Buffer.from(whole);
      damaged[offset] = (damaged[offset] ?? 0) ^ (1 << (offset % 8));
      const hit = frameAt(offset);
      const { written, quarantined, errors, left } = await recover(damaged);
      expect(written).toEqual(ids(calls.filter((_, index) => index !== hit)));
      expect(quarantined).toEqual([damaged.subarray(lengthOf(hit), lengthOf(hit + 1))]);
      expect(errors).toEqual([expect.stringContaining(`${quarantined[0]?.length} bytes of journal ${SEGMENT}`)]);
      expect(left.filter((name) => name.endsWith(".journal"))).toEqual([]);
    }
  });

  it("loses the one record that is torn, at every byte, and keeps the part in quarantine", { timeout: 60_000 }, async () => {
    for (let length = 0; length <= whole.length; length++) {
      const count = frames.filter((_, index) => lengthOf(index + 1) <= length).length;
      const part = whole.subarray(lengthOf(count), length);
      const { written, quarantined, errors } = await recover(whole.subarray(0, length));
      expect(written).toEqual(ids(calls.slice(0, count)));
      expect(quarantined).toEqual(part.length > 0 ? [part] : []);
      expect(errors).toHaveLength(quarantined.length);
    }
  });

  it("keeps nothing of the zeros that a file system leaves, before, between or behind records", async () => {
    const zeros = Buffer.alloc(5_000);
    const [first = zeros, second = zeros, ...rest] = frames;
    const { written, quarantined, errors, left } = await recover(Buffer.concat([zeros, first, zeros, second, ...rest, zeros]));
    expect({ written, quarantined, errors, left }).toEqual({ written: ids(calls), quarantined: [], errors: [], left: [] });
  });

  it("is told apart from a whole record of another version, which is kept as it is", async () => {
    const strange = Buffer.from('{"a":1}');
    const { written, quarantined } = await recover(Buffer.concat([encodeFrame(0, strange), whole]));
    expect(written).toEqual(ids(calls));
    expect(quarantined).toEqual([strange]);
  });
});
