import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { compare } from "./compare";
import { describeComparison } from "./describe";
import type { Scenario } from "./scenarios";
import { openStage } from "./subjects";
import { summarise } from "./summary";
import { judgeTargets } from "./targets";

export type ComparisonOptions = {
  scenarios: readonly Scenario[];
  /** Of those who could be compared, by name. */
  isWanted: (subject: string) => boolean;
  /** Of the machine and the day. */
  machine: string;
  /** Where the JSON goes; its parent folders are made. */
  jsonPath: string;
  profileDir: string | undefined;
  signal: AbortSignal;
};

/** @returns the tables */
export async function runComparison({ scenarios, isWanted, machine, jsonPath, profileDir, signal }: ComparisonOptions): Promise<string> {
  const stage = await openStage(scenarios, isWanted, { profileDir });
  try {
    for (const each of stage.skipped) console.error(`bench: skipped ${each}`);
    const compared = await compare(stage, scenarios, signal, (line) => { console.error(`bench: ${line}`); });
    const lines = summarise(compared);
    const books = compared.map(({ scenario, books }) => ({ scenario: scenario.name, ...books }));
    const result = { machine, skipped: stage.skipped, scenarios, lines, books, targets: judgeTargets(lines, compared) };
    await mkdir(dirname(jsonPath), { recursive: true });
    await writeFile(jsonPath, JSON.stringify(result, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value), 2));
    return describeComparison(compared, stage.skipped);
  } finally {
    await stage.close();
  }
}
