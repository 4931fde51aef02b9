import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, it } from "vitest";
import { MAX_COUNTED_CHARS, MAX_COUNTING_MS, TextTokens } from "./text-tokens";
import { MIN_REMEMBERED_CHARS, TokenMemory } from "./token-memory";

const WORDS = "the gateway keeps its books: every attempt is priced exactly, and 3 of 10 fallbacks cost more than planned.\n".split(" ");
/** Prose without an end, never the same for two seeds. */
function prose(chars: number, seed = 1): string {
  const words: string[] = [];
  for (let length = 0, x = seed; length < chars; length += (words.at(-1)?.length ?? 0) + 1) {
    x = (x * 48_271) % 2_147_483_647;
    words.push(WORDS[x % WORDS.length] ?? "");
  }
  return words.join(" ").slice(0, chars);
}

/** Counts texts of one prompt, and how many characters the tokenizer saw. */
function counter({ memory = new TokenMemory(100), now = () => 0 }: { memory?: TokenMemory; now?: () => number } = {}) {
  const seen = { chars: 0, longest: 0 };
  const encodedLength = (text: string) => {
    seen.chars += text.length;
    seen.longest = Math.max(seen.longest, text.length);
    return countTokens(text);
  };
  return { seen, texts: new TextTokens(encodedLength, memory, now) };
}

const offBy = (counted: number, exact: number) => Math.abs(counted - exact) / exact;

describe("the tokens of a text", () => {
  it("are exact although it is counted in slices", () => {
    for (let seed = 1; seed < 10; seed++) {
      const text = prose(seed * 997, seed);
      expect(counter().texts.count(text)).toBe(countTokens(text));
    }
  });

  it("are remembered where it is long, so that a conversation counts its last message only", () => {
    const memory = new TokenMemory(100);
    const messages = [1, 2, 3, 4].map((seed) => prose(5_000, seed));
    const first = counter({ memory });
    const counts = messages.map((text) => first.texts.count(text));
    const again = counter({ memory });
    expect(messages.map((text) => again.texts.count(text))).toEqual(counts);
    again.texts.count("What next?");
    expect(again.seen.chars).toBe("What next?".length);
  });

  it("are extrapolated beyond what is counted of one prompt, within a few percent", () => {
    const { seen, texts } = counter();
    const text = `${prose(400_000)}${"漢字仮名交じり文、".repeat(20_000)}`;
    expect(offBy(texts.count(text), countTokens(text))).toBeLessThan(0.05);
    const next = prose(10_000, 7);
    expect(offBy(texts.count(next), countTokens(next))).toBeLessThan(0.2);
    expect(seen.chars).toBeLessThan(MAX_COUNTED_CHARS + 1_000);
  });

  it("are extrapolated from all parts of it when time is up, and not remembered", () => {
    const memory = new TokenMemory(100);
    const text = `${prose(50_000)}${"漢".repeat(50_000)}`;
    let asked = 0;
    const { seen, texts } = counter({ memory, now: () => (asked++ < 60 ? 0 : MAX_COUNTING_MS + 1) });
    const counted = texts.count(text);
    expect(seen.chars).toBeLessThan(40_000);
    expect(offBy(counted, counter().texts.count(text))).toBeLessThan(0.15);
    expect(memory.size).toBe(0);
    const late = counter({ now: () => (asked += MAX_COUNTING_MS + 1) });
    expect(late.texts.count("x".repeat(400))).toBe(100);
    expect(late.seen.chars).toBe(0);
  });

  it.each([
    ["letters", "a".repeat(20_000)],
    ["blanks", " ".repeat(20_000)],
    ["signs", "!".repeat(20_000)],
    ["emoji", "👩".repeat(10_000)],
    ["lone surrogates", "\udc00".repeat(20_000)],
  ])("never cost the square of a run of %s", (_, text) => {
    const { seen, texts } = counter();
    expect(texts.count(text)).toBeGreaterThan(0);
    expect(seen.longest).toBeLessThanOrEqual(256);
    expect(seen.chars).toBe(text.length);
  });

  it("keep nearly their number where a run is cut", () => {
    const text = "漢字仮名交じり文で書かれた長い文章".repeat(20);
    expect(offBy(counter().texts.count(text), countTokens(text))).toBeLessThan(0.02);
  });
});

describe("the memory of counts", () => {
  it("forgets what was not asked for longest, and stays within its bound", () => {
    const memory = new TokenMemory(3);
    for (const key of ["a", "b", "c"]) memory.keep(key, key.charCodeAt(0));
    expect(memory.find("a")).toBe(97);
    for (let i = 0; i < 2; i++) memory.keep(`more ${i}`, i);
    expect(memory.size).toBe(3);
    expect(memory.find("a")).toBe(97);
    expect(memory.find("b")).toBeNull();
  });

  it("keeps hashes of long texts only", () => {
    expect(TokenMemory.keyOf("x".repeat(MIN_REMEMBERED_CHARS - 1))).toBeNull();
    expect(TokenMemory.keyOf("x".repeat(1_000_000))?.length).toBe(28);
  });
});
