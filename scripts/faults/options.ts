import type { Scale } from "./scenario";

/** What was asked for on the command line. */
export type Options = Scale & {
  seed: number;
  /** Words of the scenarios that are to be played; all when there are none. */
  only: string[];
};

export const USAGE = "npm run test:faults -- [--only WORD]… [--rounds N] [--seconds S] [--seed N] [--long]";

const DEFAULTS = { rounds: 12, seconds: 15 };
const LONG = { rounds: 60, seconds: 60 };

/** @throws Error with the usage, for what it does not know */
export function readOptions(args: readonly string[], now: number): Options {
  const given = new Map<string, number>();
  const only: string[] = [];
  const long = args.includes("--long");
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? "";
    const value = args[index + 1] ?? "";
    if (arg === "--long") continue;
    index += 1;
    if (arg === "--only" && value !== "") only.push(value);
    else if (["--rounds", "--seconds", "--seed"].includes(arg) && /^\d{1,9}$/.test(value)) given.set(arg.slice(2), Number(value));
    else throw new Error(USAGE);
  }
  const scale = long ? LONG : DEFAULTS;
  return {
    rounds: given.get("rounds") ?? scale.rounds,
    seconds: given.get("seconds") ?? scale.seconds,
    seed: given.get("seed") ?? now % 1_000_000,
    size: long ? "long" : "usual",
    only,
  };
}
