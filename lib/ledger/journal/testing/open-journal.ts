import { Journal, type JournalOptions } from "../journal";
import type { JournalFile, JournalFolder } from "../journal-file";

const ignore = () => undefined;

/** Two processes that start in one millisecond come in no order: no machine starts them so quickly, but a test does. */
export async function openTestJournal(folder: JournalFolder, options: Partial<JournalOptions> = {}) {
  for (const now = Date.now(); Date.now() === now; );
  return Journal.open({ folder, owner: "1 1", isOwnerAlive: () => false, fsync: "batch", maxBytes: 1024 ** 3, log: ignore, onAppended: ignore, ...options });
}

export const append = (journal: Journal, texts: string[]) => Promise.all(texts.map((text) => journal.append(Buffer.from(text))));

/** Reads at most `limit` records and acknowledges them. */
export async function drain(journal: Journal, limit = Infinity): Promise<string[]> {
  const texts: string[] = [];
  while (texts.length < limit) {
    const batch = await journal.readBatch(Math.min(10, limit - texts.length));
    if (!batch) break;
    texts.push(...batch.payloads.map(String));
    await journal.acknowledge(batch);
  }
  return texts;
}

/** A folder on which the named operation of every segment first does `fault`. */
export function failing(folder: JournalFolder, faults: Partial<{ [Name in keyof JournalFile]: (real: JournalFile) => JournalFile[Name] }>): JournalFolder {
  return {
    ...folder,
    create: async (name) => {
      const real = await folder.create(name);
      if (!name.endsWith(".journal")) return real;
      return { ...real, ...Object.fromEntries(Object.entries(faults).map(([key, fault]) => [key, fault(real)])) };
    },
  };
}
