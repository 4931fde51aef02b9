import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder on the real disk, removed when the test has ended. */
export async function makeTemporaryFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "routeledger-test-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}
