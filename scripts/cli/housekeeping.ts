import { randomUUID } from "node:crypto";
import { JOBS } from "@/lib/housekeeping/jobs";
import { runDue } from "@/lib/housekeeping/run-due";
import { type Command, readArgs, UsageError } from "./command";

const LEASE_MS = 60_000;

export const housekeeping: Command = {
  usage: "housekeeping --once",
  about: "do what is due now (messages, alerts, feeds, month ends) and print what was done: for a timer where `npm start` does not run",
  prepare(args) {
    const { values } = readArgs(args, { once: { type: "boolean" } });
    if (!values.once) throw new UsageError("--once is missing");
    return async ({ db, out, note }) => {
      const never = new AbortController().signal;
      const run = await runDue({ db, jobs: JOBS, holder: `command ${randomUUID()}`, leaseMs: LEASE_MS, log: note }, never);
      for (const name of run) out(name);
      if (run.length === 0) note("Nothing is due.");
    };
  },
};
