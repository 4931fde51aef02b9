import { promises } from "node:fs";
import { join } from "node:path";

const { mkdir, open, readdir, unlink } = promises;

/** A file of the journal. Positions and lengths are in bytes. */
export type JournalFile = {
  /** How many bytes it wrote: fewer than given when the disk is full. */
  write(bytes: Uint8Array, position: number): Promise<number>;
  /** What stands there; less than `length` only at the end of the file. */
  read(position: number, length: number): Promise<Buffer>;
  datasync(): Promise<void>;
  truncate(length: number): Promise<void>;
  size(): Promise<number>;
  /** Waits for what is under way. */
  close(): Promise<void>;
};

/** Everything that the ledger does to a disk goes through here, so that a test can put a failing disk in its place. */
export type JournalFolder = {
  list(): Promise<string[]>;
  /** A new file, for writing and reading, that a power loss does not take out of the folder again. */
  create(name: string): Promise<JournalFile>;
  /** A file that is there, for reading. */
  open(name: string): Promise<JournalFile>;
  /** Does nothing when it is gone. */
  remove(name: string): Promise<void>;
  /** Appends text, durably; makes the file. */
  appendText(name: string, text: string): Promise<void>;
};

/** Makes the folder when it is missing. */
export async function openJournalFolder(path: string): Promise<JournalFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  return {
    list: () => readdir(path),
    create: async (name) => {
      const file = await openFile(join(path, name), "wx+");
      await syncFolder(path);
      return file;
    },
    open: (name) => openFile(join(path, name), "r"),
    remove: async (name) => {
      await unlink(join(path, name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
      });
    },
    appendText: async (name, text) => {
      const handle = await open(join(path, name), "a", 0o600);
      try {
        await handle.appendFile(text);
        await handle.datasync();
      } finally {
        await handle.close();
      }
      await syncFolder(path);
    },
  };
}

async function openFile(path: string, flags: string): Promise<JournalFile> {
  const handle = await open(path, flags, 0o600);
  return {
    write: async (bytes, position) => (await handle.write(bytes, 0, bytes.length, position)).bytesWritten,
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
    datasync: () => handle.datasync(),
    truncate: (length) => handle.truncate(length),
    size: async () => (await handle.stat()).size,
    close: () => handle.close(),
  };
}

/** The name of a new file is data of its folder, and fdatasync of the file does not write it. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
