import { randomUUID } from "node:crypto";
import { lstat, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { applyEdits } from "@/lib/audit/apply-edits";
import type { AuditedFile, Finding } from "@/lib/audit/finding";
import { readText } from "./walk-codebase";

export type Changed = { path: string; /** How many addresses. */ edits: number };

/**
 * Makes the base-URL changes of an audit, each file as a whole or not at all. One that is not as it was read is left
 * alone and named. The texts of changed files take their place in `files`.
 */
export async function changeAddresses(folder: string, files: AuditedFile[], findings: readonly Finding[]): Promise<{ changed: Changed[]; refused: { path: string; why: string }[] }> {
  const changed: Changed[] = [];
  const refused: { path: string; why: string }[] = [];
  for (const [index, { path, text }] of files.entries()) {
    const edits = findings.flatMap((finding) => (finding.path === path && finding.edit ? [finding.edit] : []));
    if (edits.length === 0) continue;
    const next = applyEdits(text, edits);
    const why = next === null ? "its changes overlap" : await replace(join(folder, path), text, next);
    if (why !== null) refused.push({ path, why });
    else if (next !== null) {
      files[index] = { path, text: next };
      changed.push({ path, edits: edits.length });
    }
  }
  return { changed, refused };
}

/** @returns why not; null when it was done */
async function replace(file: string, before: string, after: string): Promise<string | null> {
  const beside = `${file}.${randomUUID()}.tmp`;
  try {
    const about = await lstat(file);
    if (!about.isFile()) return "it is no file any more";
    if (readText(await readFile(file)) !== before) return "it changed meanwhile";
    const handle = await open(beside, "wx", about.mode);
    try {
      await handle.chmod(about.mode);
      await handle.writeFile(after, "utf8");
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
    return null;
  } catch (error) {
    await rm(beside, { force: true });
    return `it cannot be written (${(error as NodeJS.ErrnoException).code ?? "unknown"})`;
  }
}
