import type { Attempt } from "../attempt";

/** An attempt that failed with 429 after 100 ms, unless the case says otherwise. */
export function attempt(given: Partial<Attempt> = {}): Attempt {
  return {
    id: `${given.number ?? 1}`,
    offsetMs: 0,
    number: 1,
    tier: 1,
    retry: 0,
    endpoint: "alpha/m",
    outcome: "failed",
    cause: "rate_limited",
    httpStatus: 429,
    connectMs: 20,
    firstTokenMs: null,
    totalMs: 100,
    usage: null,
    costPico: 0n,
    basis: "reported",
    detail: "",
    price: null,
    listCostPico: null,
    ...given,
  };
}
