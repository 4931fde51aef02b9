import type { JournalFile, JournalFolder } from "./journal-file";

/** A new file that a power loss does not take out of the folder again. */
export async function createDurably(folder: JournalFolder, name: string): Promise<JournalFile> {
  const file = await folder.create(name);
  try {
    await folder.sync();
    return file;
  } catch (error) {
    await file.close().catch(ignore);
    await folder.remove(name).catch(ignore);
    throw error;
  }
}

/** A file was deleted before it was opened. */
export class GoneError extends Error {
  override name = "GoneError";
}

/** A file that is opened with the first thing that is asked of it. @throws GoneError from all of it when it is not there */
export function openLater(folder: JournalFolder, name: string): JournalFile {
  let opened: JournalFile | null = null;
  const open = async () => {
    opened ??= await folder.open(name);
    if (!opened) throw new GoneError(`${name} is gone`);
    return opened;
  };
  return {
    write: async (bytes, position) => (await open()).write(bytes, position),
    read: async (position, length) => (await open()).read(position, length),
    datasync: async () => (await open()).datasync(),
    truncate: async (length) => (await open()).truncate(length),
    size: async () => (await open()).size(),
    close: async () => opened?.close(),
  };
}

/** All of the bytes, for a disk may take them in parts. */
export async function writeAll(file: JournalFile, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    written += await file.write(bytes.subarray(written), position + written);
  }
}

const NEWLINE = 10;

/** Appends a line, durably; makes the file. Never behind half a line, such as a full disk or a power loss leaves. */
export async function appendLine(folder: JournalFolder, name: string, line: string): Promise<void> {
  const file = (await folder.open(name)) ?? (await folder.create(name));
  try {
    const end = await file.size();
    const isTorn = end > 0 && (await file.read(end - 1, 1))[0] !== NEWLINE;
    await writeAll(file, Buffer.from(`${isTorn ? "\n" : ""}${line}\n`), end);
    await file.datasync();
  } finally {
    await file.close();
  }
  await folder.sync();
}

function ignore(): void {
  // The failure that led here is the one to tell.
}
