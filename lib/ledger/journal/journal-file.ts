import { promises, writeSync } from "node:fs";
import { join } from "node:path";

const { mkdir, open, readdir, unlink } = promises;

/** A file of the journal. Positions and lengths are in bytes. */
export type JournalFile = {
  /** How many bytes it wrote: fewer than given when the disk is full. Throws or rejects when it cannot. */
  write(bytes: Uint8Array, position: number): number | Promise<number>;
  /** What stands there; less than `length` only at the end of the file. */
  read(position: number, length: number): Promise<Buffer>;
  datasync(): Promise<void>;
  truncate(length: number): Promise<void>;
  size(): Promise<number>;
  /** Waits for what is under way. */
  close(): Promise<void>;
};

/**
 * Everything that the ledger does to a disk goes through here, so that a test can put a failing disk in its place. It
 * promises no more than a disk does: what was made or removed holds over a power loss once `sync` has said so.
 */
export type JournalFolder = {
  list(): Promise<string[]>;
  /** A new file, for writing and reading. */
  create(name: string): Promise<JournalFile>;
  /** A file for writing and reading; null when it is not there. */
  open(name: string): Promise<JournalFile | null>;
  /** Does nothing when it is gone. */
  remove(name: string): Promise<void>;
  /** The names in a folder are its own data, and fdatasync of a file does not write them. */
  sync(): Promise<void>;
};

/** Makes the folder when it is missing. */
export async function openJournalFolder(path: string): Promise<JournalFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  return {
    list: () => readdir(path),
    create: (name) => openFile(join(path, name), "wx+"),
    open: (name) => openFile(join(path, name), "r+").catch(nullWhenGone),
    remove: async (name) => {
      await unlink(join(path, name)).catch(nullWhenGone);
    },
    sync: async () => {
      const handle = await open(path, "r");
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
  };
}

function nullWhenGone(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

/** A write into the page cache that takes longer has met a busy disk: for a while, other threads wait for the next. */
const QUICK_MS = 2;
const BUSY_MS = 1_000;
/** Copying more holds everybody up, whatever the disk does. */
const MAX_IN_PLACE_BYTES = 262_144;

async function openFile(path: string, flags: string): Promise<JournalFile> {
  const handle = await open(path, flags, 0o600);
  let syncs = 0;
  let busyUntilMs = -Infinity;
  // To hand a call's record to another thread and to be woken again takes some twenty times as long as to copy it.
  const writeInPlace = (bytes: Uint8Array, position: number) => {
    const startedAtMs = performance.now();
    const written = writeSync(handle.fd, bytes, 0, bytes.length, position);
    const endedAtMs = performance.now();
    if (endedAtMs - startedAtMs > QUICK_MS) busyUntilMs = endedAtMs + BUSY_MS;
    return written;
  };
  return {
    write: (bytes, position) => {
      // A disk that hangs shows it in a sync first: a write behind it must not hold up what needs no disk.
      const isQuiet = syncs === 0 && performance.now() >= busyUntilMs;
      if (isQuiet && bytes.length <= MAX_IN_PLACE_BYTES) return writeInPlace(bytes, position);
      return handle.write(bytes, 0, bytes.length, position).then(({ bytesWritten }) => bytesWritten);
    },
    read: async (position, length) => {
      const bytes = Buffer.allocUnsafe(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    },
    datasync: async () => {
      syncs += 1;
      try {
        await handle.datasync();
      } finally {
        syncs -= 1;
      }
    },
    truncate: (length) => handle.truncate(length),
    size: async () => (await handle.stat()).size,
    close: () => handle.close(),
  };
}
