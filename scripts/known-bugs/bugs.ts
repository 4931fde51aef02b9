/** A mistake that others have made in a ledger like this, as an exact change of today's source. */
export type Bug = {
  name: string;
  file: string;
  from: string;
  to: string;
  /** Those that have to notice. */
  tests: readonly string[];
  project?: "integration";
};

const JOURNAL = "lib/ledger/journal/journal.ts";
const SEGMENT = "lib/ledger/journal/segment.ts";
const FRAME = "lib/ledger/journal/frame.ts";
const DRAIN = "lib/ledger/drain.ts";
const POWER_LOSS = ["lib/ledger/journal/power-loss.test.ts"];
const JOURNAL_TEST = ["lib/ledger/journal/journal.test.ts"];
const FAILING_DISK = ["lib/ledger/journal/failing-disk.test.ts"];

export const BUGS: readonly Bug[] = [
  {
    name: "pop before commit",
    file: DRAIN,
    from: "      await this.#writeBatch(read);\n      if (this.#stopped) break;\n      await this.#persist(\"disk\", () => this.#journal.acknowledge(read.batch));\n",
    to: "      await this.#persist(\"disk\", () => this.#journal.acknowledge(read.batch));\n      await this.#writeBatch(read);\n      if (this.#stopped) break;\n",
    tests: ["lib/ledger/drain.test.ts"],
  },
  {
    name: "checksum of the payload only",
    file: FRAME,
    from: "return crc32(frame.subarray(HEADER_BYTES), crc32(frame.subarray(0, CHECKED_BYTES)));",
    to: "return crc32(frame.subarray(HEADER_BYTES));",
    tests: ["lib/ledger/journal/frame.test.ts"],
  },
  {
    name: "no magic: zeros read as records",
    file: FRAME,
    from: "const MAGIC = Uint8Array.of(0xff, 0x52, 0x4c, 0x01);",
    to: "const MAGIC = Uint8Array.of(0, 0, 0, 0);",
    tests: ["lib/ledger/journal/frame.test.ts", "lib/ledger/damage.test.ts"],
  },
  {
    name: "damage ends the segment",
    file: FRAME,
    from: "      offset = bytes.indexOf(MAGIC, offset + 1);",
    to: "      break;",
    tests: ["lib/ledger/journal/frame.test.ts", "lib/ledger/damage.test.ts"],
  },
  {
    name: "no truncation of a torn tail",
    file: SEGMENT,
    from: "      await this.#file.truncate(this.#size).catch(() => {\n        this.sealed = true;\n      });\n",
    to: "",
    tests: FAILING_DISK,
  },
  {
    name: "appending behind a tail that could not be cut",
    file: SEGMENT,
    from: "        this.sealed = true;\n      });\n",
    to: "      });\n",
    tests: FAILING_DISK,
  },
  { name: "no fsync", file: SEGMENT, from: "return this.#file.datasync();", to: "return Promise.resolve();", tests: POWER_LOSS },
  {
    name: "answer first, fsync later",
    file: JOURNAL,
    from: 'if (this.#options.fsync === "always") await this.#sync(segment);',
    to: 'if (this.#options.fsync === "always") void this.#sync(segment).catch(() => undefined);',
    tests: POWER_LOSS,
  },
  { name: "a window ten times as long", file: JOURNAL, from: "const SYNC_MS = 50;", to: "const SYNC_MS = 500;", tests: POWER_LOSS },
  {
    name: "a failed fsync is tried again",
    file: JOURNAL,
    from: "      segment.sealed = true;\n      throw error;",
    to: "      throw error;",
    tests: FAILING_DISK,
  },
  {
    name: "the folder is not synced",
    file: "lib/ledger/journal/durable-file.ts",
    from: "  try {\n    await folder.sync();\n    return file;",
    to: "  try {\n    return await Promise.resolve(file);",
    tests: POWER_LOSS,
  },
  {
    name: "what a killed process left is not synced",
    file: SEGMENT,
    from: "      await file.datasync();\n      segment.#size",
    to: "      segment.#size",
    tests: POWER_LOSS,
  },
  {
    name: "half a batch lets its segment go",
    file: SEGMENT,
    from: "    this.#drained = batch.end;",
    to: "    this.#drained = this.#size;",
    tests: [...JOURNAL_TEST, ...POWER_LOSS],
  },
  {
    name: "damage is deleted with its file",
    file: DRAIN,
    from: "    await this.#setAsideDamage(batch);\n",
    to: "",
    tests: ["lib/ledger/damage.test.ts"],
  },
  {
    name: "the bound is asked of the disk alone",
    file: JOURNAL,
    from: "this.#bytes() + this.#unwrittenBytes + frame.length > this.#options.maxBytes",
    to: "this.#bytes() > this.#options.maxBytes",
    tests: JOURNAL_TEST,
  },
  {
    name: "settle twice",
    file: "lib/gateway/run.ts",
    from: "    this.attempts.push(attempt);\n",
    to: "    this.attempts.push(attempt, attempt);\n",
    tests: ["lib/gateway/run.property.test.ts"],
  },
  {
    name: "sums of what was there already",
    file: "lib/ledger/book-calls.ts",
    from: "  const picked = isNew ? items.filter(({ id, teamId }) => isNew.has(keyOf({ id, team_id: teamId }))) : items;\n",
    to: "  const picked = items;\n",
    tests: ["lib/ledger/write-calls.db.test.ts"],
    project: "integration",
  },
  {
    name: "one bad row stops the batch",
    file: DRAIN,
    from: "    if (call && calls.length === 1) return this.#setAside(call, fault);\n    const middle = calls.length >> 1;\n    await this.#deliver(calls.slice(0, middle));\n    await this.#deliver(calls.slice(middle));\n",
    to: "    if (call) return this.#setAside(call, fault);\n",
    tests: ["lib/ledger/ledger.db.test.ts"],
    project: "integration",
  },
];
