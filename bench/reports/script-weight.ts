import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { getBuildDir } from "@/scripts/start/build.mjs";
import { ROOT } from "@/scripts/start/root.mjs";

/** What servers that compress as they go use. */
const GZIP_LEVEL = 6;
const weights = new Map<string, Promise<number>>();

/** What a first visit loads in scripts: bytes of each file that a document names, in its tags or its data, compressed. */
export async function measureScripts(html: string): Promise<number> {
  const tags = html.match(/<script[^>]*noModule[^>]*>/gi) ?? [];
  const old = new Set(tags.flatMap(listScripts));
  const sizes = listScripts(html).filter((path) => !old.has(path)).map((path) => {
    const known = weights.get(path) ?? weigh(path);
    weights.set(path, known);
    return known;
  });
  if (sizes.length === 0) throw new Error("a page names no script");
  return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0);
}

function listScripts(text: string): string[] {
  return [...new Set(text.match(/static\/chunks\/[\w./~%()[\]-]+?\.js/g))];
}

async function weigh(path: string): Promise<number> {
  return gzipSync(await readFile(join(await getBuildDir(ROOT), decodeURIComponent(path))), { level: GZIP_LEVEL }).length;
}
