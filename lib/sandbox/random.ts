/** A seeded source of numbers: integer arithmetic alone, so that every engine of JavaScript draws the same. */
export type Random = {
  /** The next number from 0 up to, not including, 1, in steps of 2⁻³². */
  next(): number;
  /** A stream of its own for one purpose: it does not depend on how many numbers were drawn from this one. */
  split(label: string): Random;
};

const TWO_POW_32 = 4_294_967_296;
/** FNV-1a's prime, and the golden ratio's part of 2³², as SplitMix steps. */
const FNV_PRIME = 16_777_619;
const GOLDEN = 0x9e37_79b9;

/** @param seed from 0 to 2³² − 1; a longer or broken one is brought into that range */
export function createRandom(seed: number): Random {
  const next = sfc32(seed);
  return { next, split: (label) => createRandom(hash(label, seed)) };
}

/** Chris Doty-Humphrey's small fast counting generator with 32-bit words: 128 bits of state, passes PractRand. */
function sfc32(seed: number): () => number {
  let [a, b, c, counter] = [scramble(seed), scramble(seed + GOLDEN), scramble(seed + 2 * GOLDEN), 1];
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / TWO_POW_32;
  };
  // Seeds that lie close together give unlike streams only once their bits have mixed.
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

/** The finaliser of MurmurHash3: each bit of the seed reaches all of the result. */
function scramble(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85eb_ca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35);
  return bits ^ (bits >>> 16);
}

function hash(label: string, seed: number): number {
  let bits = scramble(seed) ^ 0x811c_9dc5;
  for (let index = 0; index < label.length; index += 1) bits = Math.imul(bits ^ label.charCodeAt(index), FNV_PRIME);
  return scramble(bits) >>> 0;
}
