import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isAudited } from "@/lib/audit/audit-files";
import type { AuditedFile } from "@/lib/audit/finding";

/** What others wrote, or a build made. */
const SKIPPED_FOLDERS = new Set([
  "node_modules", "bower_components", "vendor", "third_party", ".git", ".hg", ".svn", "dist", "build", "out", "coverage", ".next", ".nuxt", ".output",
  ".turbo", ".cache", ".venv", "venv", "env", "__pycache__", "site-packages", ".tox", ".mypy_cache", "target", ".routeledger",
]);
const SKIPPED_FILES = /^(package-lock|npm-shrinkwrap|pnpm-lock|composer)\.(json|yaml)$|\.min\.[cm]?js$|\.bundle\.js$|\.map$/;
const MAX_BYTES = 1_000_000;
const MAX_FILES = 50_000;
const MAX_DEPTH = 50;
/** Nobody writes such lines by hand. */
const MAX_LINE = 5_000;

export type Codebase = {
  files: AuditedFile[];
  /** How many files were left out, by why. */
  skipped: { tooLarge: number; generated: number; notText: number; unreadable: number };
  /** There were more files than are looked through. */
  isCut: boolean;
};

/** The files below a folder that an audit can read. Symbolic links are not followed: what they lead to is elsewhere. */
export async function walkCodebase(folder: string): Promise<Codebase> {
  const codebase: Codebase = { files: [], skipped: { tooLarge: 0, generated: 0, notText: 0, unreadable: 0 }, isCut: false };
  await walk(folder, "", 0, codebase);
  return codebase;
}

async function walk(root: string, path: string, depth: number, codebase: Codebase): Promise<void> {
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch((error: unknown) => {
    if (depth === 0) throw error;
    codebase.skipped.unreadable += 1;
    return [];
  });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = path === "" ? entry.name : `${path}/${entry.name}`;
    if (codebase.files.length >= MAX_FILES) {
      codebase.isCut = true;
      return;
    }
    if (entry.isDirectory()) {
      if (!SKIPPED_FOLDERS.has(entry.name) && depth < MAX_DEPTH) await walk(root, inner, depth + 1, codebase);
    } else if (entry.isFile() && isAudited(inner)) await take(root, inner, codebase);
  }
}

async function take(root: string, path: string, { files, skipped }: Codebase): Promise<void> {
  if (SKIPPED_FILES.test(path.split("/").at(-1) ?? "")) {
    skipped.generated += 1;
    return;
  }
  try {
    const { size } = await lstat(join(root, path));
    if (size > MAX_BYTES) skipped.tooLarge += 1;
    else {
      const text = readText(await readFile(join(root, path)));
      if (text === null) skipped.notText += 1;
      else if (isGenerated(path, text)) skipped.generated += 1;
      else files.push({ path, text });
    }
  } catch {
    skipped.unreadable += 1;
  }
}

/** UTF-8 that comes out again byte for byte; null for anything else. */
export function readText(bytes: Buffer): string | null {
  const text = bytes.toString("utf8");
  return text.includes("\0") || !Buffer.from(text, "utf8").equals(bytes) ? null : text;
}

function isGenerated(path: string, text: string): boolean {
  return /\.[cm]?jsx?$/.test(path) && text.split("\n").some((line) => line.length > MAX_LINE);
}
