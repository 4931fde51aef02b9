import type { Cause } from "@/lib/core/outcome";
import type { Random } from "./random";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

type Odds = [cause: Cause, probability: number][];

/** How a host answers on an ordinary day, and how often it fails in which way. Plausible, not measured. */
type Host = { firstTokenMs: number; tokensPerSecond: number; faults: Odds };

const HOSTS: Record<string, Host> = {
  deepinfra: {
    firstTokenMs: 380, tokensPerSecond: 60,
    faults: [["rate_limited", 0.02], ["overloaded", 0.008], ["timeout_first_token", 0.001], ["stream_cut", 0.0012], ["network", 0.001]],
  },
  groq: { firstTokenMs: 130, tokensPerSecond: 280, faults: [["rate_limited", 0.035], ["server_error", 0.001]] },
  together: { firstTokenMs: 260, tokensPerSecond: 100, faults: [["server_error", 0.006], ["overloaded", 0.003]] },
  lepton: { firstTokenMs: 420, tokensPerSecond: 70, faults: [["server_error", 0.01]] },
  anthropic: {
    firstTokenMs: 820, tokensPerSecond: 75,
    faults: [["overloaded", 0.016], ["rate_limited", 0.006], ["stream_cut", 0.0008], ["timeout_first_token", 0.0006]],
  },
  openai: { firstTokenMs: 460, tokensPerSecond: 95, faults: [["rate_limited", 0.009], ["server_error", 0.002]] },
};

/** A time at which a host, or `*` for all of them, is not itself. */
type Incident = { provider: string; fromMs: number; toMs: number; faults: Odds };

/** Finds out how hosts fare at a time. */
export type HostWeather = {
  /** null when the host answers. */
  drawFault(provider: string, atMs: number, random: Random): Cause | null;
  host(provider: string): Host;
};

/** @param nowMs the end of the history: incidents are so many working days before it */
export function createHostWeather(nowMs: number): HostWeather {
  const storm = workingDayBefore(nowMs, 16);
  const outage = workingDayBefore(nowMs, 6);
  const lineCut = workingDayBefore(nowMs, 11);
  const incidents: Incident[] = [
    {
      provider: "deepinfra", fromMs: storm + 750 * MINUTE_MS, toMs: storm + 1_080 * MINUTE_MS,
      faults: [["rate_limited", 0.72], ["overloaded", 0.06]],
    },
    {
      provider: "anthropic", fromMs: outage + 821 * MINUTE_MS, toMs: outage + (821 + 77) * MINUTE_MS,
      faults: [["overloaded", 0.68], ["network", 0.17], ["timeout_first_token", 0.1]],
    },
    // Our own line to the world: no tier can serve.
    { provider: "*", fromMs: lineCut + 620 * MINUTE_MS, toMs: lineCut + 632 * MINUTE_MS, faults: [["network", 0.97]] },
  ];
  const host = (provider: string) => {
    const found = HOSTS[provider];
    if (!found) throw new Error(`the demonstration knows no host ${provider}`);
    return found;
  };
  const drawFault = (provider: string, atMs: number, random: Random) => {
    const incident = incidents.find((one) => [provider, "*"].includes(one.provider) && atMs >= one.fromMs && atMs < one.toMs);
    let draw = random.unit();
    for (const [cause, probability] of (incident ?? host(provider)).faults) {
      if (draw < probability) return cause;
      draw -= probability;
    }
    return null;
  };
  return { host, drawFault };
}

/** Midnight, in UTC, of the last working day that is at least so many days back. */
function workingDayBefore(nowMs: number, days: number): number {
  let dayMs = Math.floor(nowMs / DAY_MS) * DAY_MS - days * DAY_MS;
  while (new Date(dayMs).getUTCDay() % 6 === 0) dayMs -= DAY_MS;
  return dayMs;
}
