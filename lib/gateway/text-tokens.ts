import { TokenMemory } from "./token-memory";

/** Characters of one prompt that are counted anew: about 15 ms of English. What is beyond is extrapolated. */
export const MAX_COUNTED_CHARS = 200_000;
/** Random letters take up to 9 µs each: a hostile prompt must not hold up everybody's calls. */
export const MAX_COUNTING_MS = 25;
/** The clock is asked between slices. */
const SLICE_CHARS = 500;
const MAX_WORD_CHARS = 64;
/** The time for one run of letters, blanks or signs grows with the square of its length: 9 s for 50,000 Chinese ones. */
const LONG_RUN = /\S{129}|\s{129}/;
const PART = /[\s\S]{1,128}/gu;
/** One pass goes over the whole text in as many slices, so that even a hurried sample is drawn from all of it. */
const SLICES_PER_PASS = 16;
/** Of English; used before anything was counted. */
const CHARS_PER_TOKEN = 4;

/**
 * Counts the texts of one prompt within bounds of work. Exact but for a token now and then where a long text is cut, as
 * long as the bounds are not reached.
 */
export class TextTokens {
  private readonly startedAtMs: number;
  private charsLeft = MAX_COUNTED_CHARS;
  private counted = { chars: 0, tokens: 0 };

  /**
   * @param encodedLength tokens of a short text
   * @param now milliseconds, monotonic
   */
  constructor(
    private readonly encodedLength: (text: string) => number,
    private readonly memory: TokenMemory,
    private readonly now: () => number,
  ) {
    this.startedAtMs = now();
  }

  count(text: string): number {
    const key = text.length > MAX_COUNTED_CHARS ? null : TokenMemory.keyOf(text);
    const known = key === null ? null : this.memory.find(key);
    if (known !== null) return known;
    const sample = this.countSample(text);
    this.counted = { chars: this.counted.chars + sample.chars, tokens: this.counted.tokens + sample.tokens };
    if (sample.chars === text.length) {
      if (key !== null) this.memory.keep(key, sample.tokens);
      return sample.tokens;
    }
    const { chars, tokens } = sample.chars > 0 ? sample : this.counted;
    return Math.round(chars > 0 ? (tokens / chars) * text.length : text.length / CHARS_PER_TOKEN);
  }

  private countSample(text: string): { chars: number; tokens: number } {
    const sample = { chars: 0, tokens: 0 };
    const slices = Math.ceil(text.length / SLICE_CHARS);
    const stride = Math.ceil(slices / SLICES_PER_PASS);
    for (let first = 0; first < stride; first++) {
      for (let index = first; index < slices; index += stride) {
        // Languages differ fourfold: a slice of each text tells more than any other text could.
        if (sample.chars > 0 && this.charsLeft <= 0) return sample;
        if (this.now() - this.startedAtMs > MAX_COUNTING_MS) return sample;
        const slice = text.slice(cutBefore(text, index * SLICE_CHARS), cutBefore(text, (index + 1) * SLICE_CHARS));
        sample.chars += slice.length;
        sample.tokens += this.countSlice(slice);
        this.charsLeft -= slice.length;
      }
    }
    return sample;
  }

  private countSlice(slice: string): number {
    if (!LONG_RUN.test(slice)) return this.encodedLength(slice);
    return (slice.match(PART) ?? []).reduce((sum, part) => sum + this.encodedLength(part), 0);
  }
}

/** The last blank before a place, if it is near: a word's first token takes the blank before it, and none has one inside. */
function cutBefore(text: string, at: number): number {
  if (at === 0 || at >= text.length) return Math.min(at, text.length);
  const from = at - MAX_WORD_CHARS;
  const blank = text.slice(from, at).lastIndexOf(" ");
  return blank === -1 ? at : from + blank;
}
