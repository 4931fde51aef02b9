import type { JournalFile, JournalFolder } from "../journal-file";
import { FaultFile } from "./fault-file";
import { createRandom, pick, type Random } from "./random";

type Fault = { code: "EIO" | "ENOSPC"; isShortWrite: boolean };
type FolderChange = { name: string; file: FaultFile | null };
/** What an operation does when it works; `fail` is what it leaves behind when it does not. */
type Operation<Result> = { work: () => Result; fail?: () => void; short?: () => Result };

/**
 * A disk in memory that keeps what was not synced apart. `crash` keeps a random part of that, torn and in no order, also
 * of the names in its folder; any operation can be made to fail.
 */
export class FaultDisk {
  readonly #random: Random;
  #entries = new Map<string, FaultFile>();
  #durableEntries = new Map<string, FaultFile>();
  #folderChanges: FolderChange[] = [];
  /** How many syncs of files have failed. */
  failedSyncs = 0;
  #process = 0;
  #operations = 0;
  readonly #faults = new Map<number, Fault>();
  #crashAt: { operation: number; onCrash: () => void } | null = null;

  constructor(seed: number) {
    this.#random = createRandom(seed);
  }

  /** The folder for a new process. Operations of earlier ones never end from here on. */
  start(): JournalFolder {
    const process = ++this.#process;
    const run = <Result>(operation: Operation<Result>) => this.#run(process, operation);
    return {
      list: () => run({ work: () => [...this.#entries.keys()] }),
      create: (name) => run({ work: () => this.#file(run, this.#create(name)), fail: () => this.#random() < 0.5 && this.#create(name) }),
      open: (name) => run({ work: () => this.#open(run, name) }),
      remove: (name) => run({ work: () => this.#change({ name, file: null }) }),
      sync: () => run({ work: () => this.#syncFolder(), fail: () => this.#failToSyncFolder() }),
    };
  }

  /** The process is gone, as by `kill -9`. What it wrote stays. */
  kill(): void {
    this.#process++;
    this.#crashAt = null;
    this.#faults.clear();
  }

  /** The power is gone. */
  crash(): void {
    this.kill();
    this.#durableEntries = this.#keepSomeNames();
    this.#entries = new Map(this.#durableEntries);
    this.#folderChanges = [];
    for (const file of this.#entries.values()) file.loseUnsynced(this.#random);
  }

  /** Crashes at the operation that comes after `operations` others; resolves when it has. */
  crashAfter(operations: number): Promise<void> {
    return new Promise((onCrash) => {
      this.#crashAt = { operation: this.#operations + operations + 1, onCrash };
    });
  }

  /** Lets the operation fail that comes after `operations` others. A short write fails with the one behind it. */
  failAfter(operations: number, fault: Fault): void {
    this.#faults.set(this.#operations + operations + 1, fault);
  }

  async #run<Result>(process: number, { work, fail, short }: Operation<Result>): Promise<Result> {
    await Promise.resolve();
    if (process !== this.#process) return never();
    const number = ++this.#operations;
    if (number === this.#crashAt?.operation) {
      const { onCrash } = this.#crashAt;
      if (this.#random() < 0.5) work();
      this.crash();
      onCrash();
      return never();
    }
    const fault = this.#faults.get(number);
    this.#faults.delete(number);
    if (!fault) return work();
    if (fault.isShortWrite && short) {
      this.#faults.set(number + 1, { ...fault, isShortWrite: false });
      return short();
    }
    fail?.();
    throw Object.assign(new Error(`${fault.code}: injected at operation ${number}`), { code: fault.code });
  }

  #create(name: string): FaultFile {
    if (this.#entries.has(name)) throw Object.assign(new Error(`EEXIST: ${name}`), { code: "EEXIST" });
    const file = new FaultFile();
    this.#change({ name, file });
    return file;
  }

  #open(run: <Result>(operation: Operation<Result>) => Promise<Result>, name: string): JournalFile | null {
    const file = this.#entries.get(name);
    return file ? this.#file(run, file) : null;
  }

  #file(run: <Result>(operation: Operation<Result>) => Promise<Result>, file: FaultFile): JournalFile {
    const writePart = (bytes: Uint8Array, position: number) => {
      const length = pick(this.#random, bytes.length);
      file.write(bytes.subarray(0, length), position);
      return length;
    };
    return {
      write: (bytes, position) =>
        run({
          work: () => (file.write(bytes, position), bytes.length),
          fail: () => writePart(bytes, position),
          short: () => writePart(bytes, position),
        }),
      read: (position, length) => run({ work: () => Buffer.from(file.content.subarray(position, position + length)) }),
      datasync: () => run({ work: () => file.datasync(), fail: () => this.#failToSync(file) }),
      truncate: (length) => run({ work: () => file.truncate(length) }),
      size: () => run({ work: () => file.content.length }),
      close: () => run({ work: () => undefined }),
    };
  }

  #failToSync(file: FaultFile): void {
    this.failedSyncs += 1;
    file.failToSync(this.#random);
  }

  #change(change: FolderChange): void {
    this.#folderChanges.push(change);
    applyTo(this.#entries, change);
  }

  #syncFolder(): void {
    for (const change of this.#folderChanges) applyTo(this.#durableEntries, change);
    this.#folderChanges = [];
  }

  #failToSyncFolder(): void {
    this.#durableEntries = this.#keepSomeNames();
    this.#folderChanges = [];
  }

  #keepSomeNames(): Map<string, FaultFile> {
    const kept = new Map(this.#durableEntries);
    for (const change of this.#folderChanges) if (this.#random() < 0.5) applyTo(kept, change);
    return kept;
  }
}

function applyTo(entries: Map<string, FaultFile>, { name, file }: FolderChange): void {
  if (file) entries.set(name, file);
  else entries.delete(name);
}

/** What a dead process waits for does not come. */
function never<Result>(): Promise<Result> {
  return new Promise(() => undefined);
}
