import { pick, type Random } from "./random";

type Change = { kind: "write"; position: number; bytes: Buffer } | { kind: "truncate"; length: number };

/** Small, so that small records are torn too. */
const SECTOR_BYTES = 32;

/** A file as its readers see it, and as the disk would show it after a power loss. */
export class FaultFile {
  content: Buffer = Buffer.alloc(0);
  #durable: Buffer = Buffer.alloc(0);
  /** What was done since the last sync, in order. */
  #changes: Change[] = [];

  write(bytes: Uint8Array, position: number): void {
    this.#add({ kind: "write", position, bytes: Buffer.from(bytes) });
  }

  truncate(length: number): void {
    this.#add({ kind: "truncate", length });
  }

  #add(change: Change): void {
    this.#changes.push(change);
    this.content = apply(this.content, change);
  }

  datasync(): void {
    this.#durable = this.#changes.reduce(apply, this.#durable);
    this.#changes = [];
  }

  /** As Linux does: what could not be written is forgotten, readers still see it, and the next sync says that all is well. */
  failToSync(random: Random): void {
    this.#durable = this.#keepSome(random);
    this.#changes = [];
  }

  /** What a power loss leaves is what everybody sees from now on. */
  loseUnsynced(random: Random): void {
    this.#durable = this.#keepSome(random);
    this.#changes = [];
    this.content = this.#durable;
  }

  #keepSome(random: Random): Buffer {
    let kept = this.#durable;
    for (const change of this.#changes) {
      const luck = random();
      if (luck < 0.4) kept = apply(kept, change);
      else if (luck < 0.7 && change.kind === "write") kept = tear(change, random).reduce(apply, kept);
    }
    // The length is written on its own and can be ahead of the data: zeros then stand where data was to come.
    const isLonger = this.content.length > kept.length && random() < 0.4;
    return isLonger ? apply(kept, { kind: "truncate", length: this.content.length }) : kept;
  }
}

function apply(content: Buffer, change: Change): Buffer {
  const length = change.kind === "write" ? Math.max(content.length, change.position + change.bytes.length) : change.length;
  const changed = Buffer.alloc(length);
  content.copy(changed);
  if (change.kind === "write") change.bytes.copy(changed, change.position);
  return changed;
}

/** Some of its sectors, in no order; now and then half of one, or what stood on the disk before. */
function tear({ position, bytes }: Extract<Change, { kind: "write" }>, random: Random): Change[] {
  const parts: Change[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = Math.min(bytes.length, start + SECTOR_BYTES - ((position + start) % SECTOR_BYTES));
    const sector = bytes.subarray(start, end);
    const luck = random();
    if (luck < 0.55) parts.push({ kind: "write", position: position + start, bytes: sector });
    else if (luck < 0.65) parts.push({ kind: "write", position: position + start, bytes: sector.subarray(0, pick(random, sector.length)) });
    else if (luck < 0.72) parts.push({ kind: "write", position: position + start, bytes: sector.map(() => pick(random, 256)) as Buffer });
    start = end;
  }
  return parts;
}
