import type { Db } from "@/lib/db";
import { getEnv } from "@/lib/env";
import { readDueFeeds } from "./feeds";

/** Looks for feeds whose time has come, as `Job` of lib/housekeeping has it. */
export const readPriceFeeds = {
  name: "read price feeds",
  everyMs: 10 * 60_000,
  run: (db: Db, now: Date, signal: AbortSignal): Promise<void> =>
    readDueFeeds(db, now, { privateAllowed: getEnv().ROUTELEDGER_ALLOW_PRIVATE_UPSTREAMS, signal }),
};
