/** The thread of a gateway's process that brings calls from the journal to the database. */
import { runDrainThread } from "@/lib/ledger/drain-thread";

await runDrainThread();
