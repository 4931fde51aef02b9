import { z } from "zod";

/** USD per million tokens, at most six decimals: times 10^6 it is a whole number of pico-USD for each token. */
const usdPerMillion = z.string().regex(/^\d{1,6}(\.\d{1,6})?$/, "a price is a string such as \"0.59\", with up to six decimals");

export const priceSchema = z.strictObject({
  input: usdPerMillion,
  cachedInput: usdPerMillion.optional(),
  output: usdPerMillion,
  reasoning: usdPerMillion.optional(),
});

/** Cached tokens are a part of the prompt, reasoning tokens a part of the completion. */
export type Tokens = { promptTokens: number; cachedTokens: number; completionTokens: number; reasoningTokens: number };

/** Pico-USD (10^-12) for one token of each class. */
export type Rates = { input: bigint; cachedInput: bigint; output: bigint; reasoning: bigint };

function picoPerToken(price: string): bigint {
  const [whole = "0", fraction = ""] = price.split(".");
  return BigInt(whole + fraction.padEnd(6, "0"));
}

/** A class without a price of its own is charged at its parent's. */
export function ratesOf(price: z.output<typeof priceSchema>): Rates {
  return {
    input: picoPerToken(price.input),
    cachedInput: picoPerToken(price.cachedInput ?? price.input),
    output: picoPerToken(price.output),
    reasoning: picoPerToken(price.reasoning ?? price.output),
  };
}

/** What these tokens cost, exactly, in pico-USD. This arithmetic is our own second opinion on the ledger's. */
export function costPico(rates: Rates, tokens: Tokens): bigint {
  return (
    BigInt(tokens.promptTokens - tokens.cachedTokens) * rates.input +
    BigInt(tokens.cachedTokens) * rates.cachedInput +
    BigInt(tokens.completionTokens - tokens.reasoningTokens) * rates.output +
    BigInt(tokens.reasoningTokens) * rates.reasoning
  );
}

/** Pico-USD as the number of dollars that brokers put into `usage.cost`. */
export function usdNumber(pico: bigint): number {
  const digits = pico.toString().padStart(13, "0");
  return Number(`${digits.slice(0, -12)}.${digits.slice(-12)}`);
}
