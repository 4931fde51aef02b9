import { z } from "zod";

/** USD per million tokens, at most six decimals: times 10^6 it is a whole number of pico-USD for each token. */
const usdPerMillion = z.string().regex(/^\d{1,6}(\.\d{1,6})?$/, "a price is a string such as \"0.59\", with up to six decimals");

export const priceSchema = z.strictObject({
  input: usdPerMillion,
  cachedInput: usdPerMillion.optional(),
  cacheWrite5m: usdPerMillion.optional(),
  cacheWrite1h: usdPerMillion.optional(),
  output: usdPerMillion,
  reasoning: usdPerMillion.optional(),
});

/** Tokens read from a cache and written to one are parts of the prompt, reasoning tokens a part of the completion. */
export type Tokens = {
  promptTokens: number;
  cachedTokens: number;
  cacheWrite5mTokens: number;
  cacheWrite1hTokens: number;
  completionTokens: number;
  reasoningTokens: number;
};

/** A sum of tokens to begin with. */
export function noTokens(): Tokens {
  return {
    promptTokens: 0, cachedTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, completionTokens: 0, reasoningTokens: 0,
  };
}

/** Pico-USD (10^-12) for one token of each class. */
export type Rates = {
  input: bigint;
  cachedInput: bigint;
  cacheWrite5m: bigint;
  cacheWrite1h: bigint;
  output: bigint;
  reasoning: bigint;
};

function picoPerToken(price: string): bigint {
  const [whole = "0", fraction = ""] = price.split(".");
  return BigInt(whole + fraction.padEnd(6, "0"));
}

/** A class without a price of its own is charged at its parent's; a write for an hour like one for five minutes. */
export function ratesOf(price: z.output<typeof priceSchema>): Rates {
  return {
    input: picoPerToken(price.input),
    cachedInput: picoPerToken(price.cachedInput ?? price.input),
    cacheWrite5m: picoPerToken(price.cacheWrite5m ?? price.input),
    cacheWrite1h: picoPerToken(price.cacheWrite1h ?? price.cacheWrite5m ?? price.input),
    output: picoPerToken(price.output),
    reasoning: picoPerToken(price.reasoning ?? price.output),
  };
}

/** What these tokens cost, exactly, in pico-USD. This arithmetic is our own second opinion on the ledger's. */
export function costPico(rates: Rates, tokens: Tokens): bigint {
  const plainInput = tokens.promptTokens - tokens.cachedTokens - tokens.cacheWrite5mTokens - tokens.cacheWrite1hTokens;
  return (
    BigInt(plainInput) * rates.input +
    BigInt(tokens.cachedTokens) * rates.cachedInput +
    BigInt(tokens.cacheWrite5mTokens) * rates.cacheWrite5m +
    BigInt(tokens.cacheWrite1hTokens) * rates.cacheWrite1h +
    BigInt(tokens.completionTokens - tokens.reasoningTokens) * rates.output +
    BigInt(tokens.reasoningTokens) * rates.reasoning
  );
}

/** Pico-USD as the number of dollars that brokers put into `usage.cost`. */
export function usdNumber(pico: bigint): number {
  const digits = pico.toString().padStart(13, "0");
  return Number(`${digits.slice(0, -12)}.${digits.slice(-12)}`);
}
