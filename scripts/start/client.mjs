// @ts-check
import { join } from "node:path";
import { requireWritable } from "./checkout.mjs";
import { hashInputs, isMarked, writeMark } from "./hash.mjs";
import { run } from "./run.mjs";

/**
 * Generates the Prisma client when the schema or Prisma has changed.
 * @param {string} root the checkout
 * @param {(text: string) => void} report
 * @param {AbortSignal} [signal]
 */
export async function generateClient(root, report, signal) {
  const hash = hashInputs(root, ["prisma/schema.prisma", "node_modules/prisma/package.json"]);
  const mark = join(root, "prisma", "generated", ".inputs");
  if (isMarked(mark, hash)) return report("up to date");
  requireWritable(root);
  await run("Generating the database client", [process.execPath, join(root, "node_modules", "prisma", "build", "index.js"), "generate"], {
    cwd: root,
    signal,
    env: {
      // Prisma would download a schema engine, which generating does not use; any program in its place stops that.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    },
  });
  writeMark(mark, hash);
  report("generated");
}
