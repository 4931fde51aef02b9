import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTests } from "../known-bugs/try-bug";
import { ROOT } from "../start/root.mjs";
import { formatMs, type Row, type Setting } from "./scenario";

type Suite = { name: string; project: "unit" | "integration" | "integration-alone"; tests: string[]; faults: string; env?: Record<string, string> };

const SEEDS = { short: 100, usual: 2_000, long: 10_000 };

/** Proofs that are tests already, here in their long form. */
function listSuites({ seed, size }: Setting): Suite[] {
  const seeds = String(SEEDS[size]);
  return [
    {
      name: "power loss, torn and lost writes, EIO, ENOSPC", project: "unit", tests: ["lib/ledger/journal/power-loss.test.ts"],
      faults: `${seeds} lives of a journal for each mode, from seed ${seed} on`, env: { JOURNAL_SEEDS: seeds, JOURNAL_FIRST_SEED: String(seed) },
    },
    { name: "a journal cut and with a bit flipped at every byte", project: "unit", tests: ["lib/ledger/damage.test.ts", "lib/ledger/journal/frame.test.ts"], faults: "every byte" },
    { name: "a disk that fails at an operation", project: "unit", tests: ["lib/ledger/journal/failing-disk.test.ts", "lib/ledger/journal/durable-file.test.ts"], faults: "ENOSPC, EIO, short writes" },
    { name: "SIGTERM with 500 open streams", project: "integration-alone", tests: ["scripts/stop.db.test.ts"], faults: "streams that finish, and that do not in time", env: { ROUTELEDGER_TEST_STREAMS: "500" } },
    {
      name: "processes, threads and PostgreSQL killed", project: "integration-alone",
      tests: ["lib/ledger/kill.db.test.ts", "lib/ledger/killed-postgres.db.test.ts", "lib/ledger/threaded-drain.db.test.ts"],
      faults: "8 rounds each", env: { ROUTELEDGER_TEST_ROUNDS: "8", ROUTELEDGER_TEST_CALLS: "20000" },
    },
    {
      name: "PostgreSQL read-only, full, locked, slow, out of connections", project: "integration",
      tests: ["lib/ledger/sick-postgres.db.test.ts"], faults: "one each", env: { ROUTELEDGER_TEST_CALLS: "12000" },
    },
    {
      name: "sums that several write at once, and every number of the pages", project: "integration",
      tests: ["lib/ledger/more-sums.db.test.ts", "lib/reports/every-number.db.test.ts"], faults: "50 runs, 20,000 calls",
      env: { ROUTELEDGER_TEST_RUNS: "50", ROUTELEDGER_TEST_CALLS: "20000" },
    },
    {
      name: "months of any ledger, closed, corrected and reopened in any order", project: "integration",
      tests: ["lib/billing/month-report.db.test.ts", "lib/billing/close/close-month.db.test.ts"], faults: "20 runs", env: { ROUTELEDGER_TEST_RUNS: "20" },
    },
  ];
}

export async function playSuites(setting: Setting): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "routeledger-suites-"));
  const rows: Row[] = [];
  try {
    for (const { name, project, tests, faults, env = {} } of listSuites(setting)) {
      const startedAt = performance.now();
      const { passed, failed, broken, said } = await runTests(ROOT, project, tests, { report: join(folder, "report.json"), env });
      const failures = [...failed, ...broken].map((failure) => `${failure.split("\n")[0]}`);
      if (passed === 0) failures.push(`no test of ${tests.join(", ")} has passed`);
      const figures = [`${passed} tests in ${formatMs(performance.now() - startedAt)}`, ...said.split("\n").filter((line) => line.startsWith("fsync="))].join("; ");
      rows.push({ name, faults, verdict: null, figures, failures });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return rows;
}
