// @ts-check
import { join } from "node:path";
import { hashInputs, isMarked, writeMark } from "./hash.mjs";
import { run } from "./run.mjs";

/**
 * Generates the Prisma client when the schema or Prisma has changed.
 * @param {string} root the checkout
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function generateClient(root) {
  const hash = hashInputs(root, ["prisma/schema.prisma", "node_modules/prisma/package.json"]);
  const mark = join(root, "prisma", "generated", ".inputs");
  if (isMarked(mark, hash)) return false;
  await run("Generating the database client", [process.execPath, join(root, "node_modules", "prisma", "build", "index.js"), "generate"], {
    cwd: root,
    env: {
      // Prisma would download a schema engine, which generating does not use; any program in its place stops that.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    },
  });
  writeMark(mark, hash);
  return true;
}
