import { hash } from "node:crypto";

/** Shorter texts take a few microseconds to count, and so many of them would push out the long ones. */
export const MIN_REMEMBERED_CHARS = 256;

/**
 * How many tokens long texts have: a conversation repeats all its messages with every call, and a hash takes a twentieth
 * of a count. Keeps hashes, never texts, and forgets what was not asked for longest.
 */
export class TokenMemory {
  private readonly counts = new Map<string, number>();

  /** @param limit of texts: each takes about 100 bytes */
  constructor(private readonly limit: number) {}

  find(key: string): number | null {
    const tokens = this.counts.get(key);
    if (tokens === undefined) return null;
    this.keep(key, tokens);
    return tokens;
  }

  keep(key: string, tokens: number): void {
    this.counts.delete(key);
    this.counts.set(key, tokens);
    if (this.counts.size <= this.limit) return;
    for (const oldest of this.counts.keys()) {
      this.counts.delete(oldest);
      return;
    }
  }

  get size(): number {
    return this.counts.size;
  }

  /** Under what a text is kept; null for those that are too short for it. */
  static keyOf(text: string): string | null {
    return text.length < MIN_REMEMBERED_CHARS ? null : hash("sha1", text, "base64");
  }
}
