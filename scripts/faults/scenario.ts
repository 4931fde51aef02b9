import type { Random } from "@/lib/ledger/journal/testing/random";
import type { Verdict } from "./judge";
import type { PostgresServer } from "./postgres-server";

/** How much of it is to be played. */
export type Scale = {
  /** Of faults, where they are counted. */
  rounds: number;
  /** For which the database is away, or a load goes on. */
  seconds: number;
  /** Of crowds: `long` has all of the numbers that are promised, such as ten thousand connections. */
  size: "short" | "usual" | "long";
};

export type Setting = Scale & { server: PostgresServer; random: Random; seed: number };

/** A row of the table of figures. */
export type Row = {
  name: string;
  /** What was done to the product, with numbers. */
  faults: string;
  verdict: Verdict | null;
  figures: string;
  failures: string[];
};

/** `name`: a word to ask for it by. */
export type Scenario = { name: string; play(setting: Setting): Promise<Row[]> };

const COLUMNS = ["scenario", "faults", "calls", "completed", "attempts", "lost", "doubled", "ledger − told, pico", "ledger − providers, pico", "figures"];

export const HEADER = `| ${COLUMNS.join(" | ")} |\n|---|---|--:|--:|--:|--:|--:|--:|--:|---|`;

export function formatRow({ name, faults, verdict, figures, failures }: Row): string {
  const judged = verdict
    ? [verdict.calls, verdict.completed, verdict.attempts, verdict.lost, verdict.doubled, verdict.lessToldPico, verdict.lessBooksPico]
    : ["", "", "", "", "", "", ""];
  return `| ${[name, faults, ...judged, failures.length > 0 ? `**FAILED** ${figures}` : figures].join(" | ")} |`;
}

export function formatMs(ms: number): string {
  return ms < 1_000 ? `${ms.toFixed(0)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
