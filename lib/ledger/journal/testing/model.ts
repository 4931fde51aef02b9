import { vi } from "vitest";
import { type Fsync, Journal } from "../journal";
import type { JournalBatch } from "../journal-reader";
import { FaultDisk } from "./fault-folder";
import { createRandom, pick, type Random } from "./random";

/** What `batch` may lose to a power loss, in milliseconds: design and documentation say so, not the code under test. */
const WINDOW_MS = 50;
/** Every step of the clock, so that timers fire at its end and their work is done before the next. */
const TICK_MS = 5;

type Promised = { id: number; atMs: number; isAtRisk: boolean };

export type Outcome = { appended: number; promised: number; lostInWindow: number; storedUnpromised: number; crashes: number; kills: number; faults: number };

/** One life of a journal on a failing disk, beside a plain model of what it has promised. Needs fake timers. */
export class Model {
  readonly outcome: Outcome = { appended: 0, promised: 0, lostInWindow: 0, storedUnpromised: 0, crashes: 0, kills: 0, faults: 0 };
  readonly #random: Random;
  readonly #disk: FaultDisk;
  readonly #fsync: Fsync;
  #journal: Journal | null = null;
  #crashed: Promise<unknown> | null = null;
  readonly #texts: string[] = [];
  /** In Postgres, so to say: it has them for good, and once. */
  readonly #stored = new Set<number>();
  /** Taken by the journal and not stored. */
  #promised: Promised[] = [];
  readonly #acknowledged = new Set<number>();
  #lastOfSegment = new Map<string, number>();
  /** Read by the process that runs now. */
  #seen = new Set<number>();
  #failedSyncs = 0;

  constructor(seed: number, fsync: Fsync) {
    this.#random = createRandom(seed);
    this.#disk = new FaultDisk(seed);
    this.#fsync = fsync;
  }

  async run(steps: number): Promise<Outcome> {
    await this.#open();
    for (let step = 0; step < steps; step++) await this.#step();
    await this.#die("kill");
    await this.#drain(Infinity);
    await this.#journal?.close();
    const left = (await this.#disk.start().list()).filter((name) => !name.endsWith(".tmp"));
    if (left.length > 0) throw new Error(`files are left: ${left.join(", ")}`);
    if (this.#promised.length > 0) throw new Error(`lost: ${this.#promised.map(({ id }) => id).join(", ")}`);
    return this.outcome;
  }

  async #step(): Promise<void> {
    const luck = this.#random();
    if (luck < 0.4) await this.#work(this.#append(1 + pick(this.#random, 6)));
    else if (luck < 0.55) await this.#work(this.#drain(1 + pick(this.#random, 3)));
    else if (luck < 0.65) await this.#work(Promise.all([this.#append(1 + pick(this.#random, 6)), this.#drain(2)]));
    else if (luck < 0.8) await this.#work(this.#wait(TICK_MS * (1 + pick(this.#random, 24))));
    else if (luck < 0.86) this.#crashed ??= this.#disk.crashAfter(pick(this.#random, 12));
    else if (luck < 0.93) this.#fail();
    else if (luck < 0.96) await this.#die("kill");
    else if (luck < 0.98) await this.#die("crash");
    else await this.#work(this.#close());
  }

  #fail(): void {
    const code = this.#random() < 0.5 ? "EIO" : "ENOSPC";
    this.#disk.failAfter(pick(this.#random, 12), { code, isShortWrite: this.#random() < 0.5 });
    this.outcome.faults += 1;
  }

  /** Waits for the work, or for the power loss that it runs into. */
  async #work(work: Promise<unknown>): Promise<void> {
    const hasCrashed = await Promise.race([work.then(() => false), ...(this.#crashed ? [this.#crashed.then(() => true)] : [])]);
    if (hasCrashed) await this.#recover();
  }

  async #open(): Promise<void> {
    // A disk that fails at the start ends the process, and somebody starts it again.
    for (let tries = 0; ; tries++) {
      await this.#wait(TICK_MS);
      this.#lastOfSegment.clear();
      this.#seen.clear();
      const opening = Journal.open({
        folder: this.#disk.start(), owner: "1 1", isOwnerAlive: () => false, fsync: this.#fsync,
        maxBytes: 1_000_000, segmentBytes: 250, log: () => undefined, onAppended: () => undefined,
      });
      const opened = await opening.catch((error: unknown) => error);
      if (opened instanceof Journal) {
        this.#journal = opened;
        return;
      }
      if (tries === 10) throw opened as Error;
    }
  }

  async #append(count: number): Promise<void> {
    const journal = this.#journal;
    const appends = Array.from({ length: count }, async () => {
      const id = this.#texts.length;
      const text = `${id} ${"x".repeat(pick(this.#random, 90))}`;
      this.#texts.push(text);
      this.outcome.appended += 1;
      await journal?.append(Buffer.from(text));
      this.#acknowledged.add(id);
      if (this.#stored.has(id)) return;
      this.#promised.push({ id, atMs: Date.now(), isAtRisk: false });
      this.outcome.promised += 1;
    });
    await Promise.allSettled(appends);
  }

  async #drain(batches: number): Promise<void> {
    const journal = this.#journal;
    const read = (after: JournalBatch | null) => journal?.readBatch(1 + pick(this.#random, 8), after).catch(() => null) ?? null;
    let next = await read(null);
    for (let count = 0; count < batches; count++) {
      const batch = next ?? (await read(null));
      if (!batch) return;
      // As the drain does, while a batch is being written; what is read ahead may never be acknowledged.
      next = this.#random() < 0.5 ? await read(batch) : null;
      for (const payload of batch.payloads) this.#store(batch.segment.name, payload.toString());
      await journal?.acknowledge(batch);
    }
  }

  #store(segment: string, text: string): void {
    const id = Number(text.split(" ", 1)[0]);
    if (this.#texts[id] !== text) throw new Error(`invented: ${text}`);
    if (this.#seen.has(id)) throw new Error(`twice: ${id}`);
    this.#seen.add(id);
    if (this.#acknowledged.has(id)) {
      if (id < (this.#lastOfSegment.get(segment) ?? -1)) throw new Error(`out of order in ${segment}: ${id}`);
      this.#lastOfSegment.set(segment, id);
    } else if (!this.#stored.has(id)) {
      // Its caller was refused or never answered, and yet it is a call that was made: where its bytes came through, it counts.
      this.outcome.storedUnpromised += 1;
    }
    this.#stored.add(id);
    this.#promised = this.#promised.filter((promised) => promised.id !== id);
  }

  async #wait(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += TICK_MS) {
      vi.advanceTimersByTime(TICK_MS);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async #close(): Promise<void> {
    await this.#journal?.close().catch(() => undefined);
    this.#disk.kill();
    await this.#open();
  }

  async #die(how: "kill" | "crash"): Promise<void> {
    if (how === "crash") {
      this.#disk.crash();
      return this.#recover();
    }
    this.#disk.kill();
    this.#crashed = null;
    this.outcome.kills += 1;
    // What `batch` has not synced yet is at risk for as long as nobody runs who would.
    for (const promised of this.#promised) promised.isAtRisk = true;
    await this.#open();
    for (const promised of this.#promised) promised.isAtRisk = false;
  }

  async #recover(): Promise<void> {
    this.#crashed = null;
    this.outcome.crashes += 1;
    const atMs = Date.now();
    const syncHasFailed = this.#disk.failedSyncs > this.#failedSyncs;
    this.#failedSyncs = this.#disk.failedSyncs;
    await this.#open();
    if (this.#fsync === "always") return;
    const mayBeLost = this.#promised.filter((promised) => promised.isAtRisk || syncHasFailed || atMs - promised.atMs <= WINDOW_MS);
    await this.#drain(Infinity);
    this.#promised = this.#promised.filter((promised) => {
      const isForgiven = mayBeLost.includes(promised);
      if (isForgiven) this.outcome.lostInWindow += 1;
      return !isForgiven;
    });
  }
}
