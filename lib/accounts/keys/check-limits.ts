import type { KeyLimits } from "@/lib/core/key-limits";
import { AccountError } from "../account-error";

const MAX_LIMIT = 2 ** 31 - 1;

const WORDS: Readonly<Record<keyof KeyLimits, string>> = {
  requestsPerMinute: "Requests a minute",
  tokensPerMinute: "Tokens a minute",
  concurrentCalls: "Calls at a time",
};

/** @throws AccountError for a limit that is none */
export function checkLimits({ requestsPerMinute, tokensPerMinute, concurrentCalls }: KeyLimits): KeyLimits {
  const limits = { requestsPerMinute, tokensPerMinute, concurrentCalls };
  for (const name of Object.keys(WORDS) as (keyof KeyLimits)[]) {
    const limit = limits[name];
    if (limit === null || (Number.isSafeInteger(limit) && limit >= 1 && limit <= MAX_LIMIT)) continue;
    throw new AccountError(`${WORDS[name]} must be a whole number from 1 to ${MAX_LIMIT.toLocaleString("en-US")}, or nothing for no limit`);
  }
  return limits;
}
