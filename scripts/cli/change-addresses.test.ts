import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Finding } from "@/lib/audit/finding";
import { changeAddresses } from "./change-addresses";

test("a file that is another one meanwhile is left alone and named", async () => {
  const folder = mkdtempSync(join(tmpdir(), "change-"));
  const finding = (path: string): Finding => ({
    path, line: 1, column: 1, isTest: false, kind: "address", code: "A", provider: "openai", model: null, edit: { start: 2, end: 5, before: "old", after: "new" },
  });
  writeFileSync(join(folder, "a.env"), "A=old\n# more\n");
  writeFileSync(join(folder, "b.env"), "A=old\n");
  const files = ["a.env", "b.env", "gone.env"].map((path) => ({ path, text: "A=old\n" }));
  const { changed, refused } = await changeAddresses(folder, files, files.map(({ path }) => finding(path)));
  expect(changed).toEqual([{ path: "b.env", edits: 1 }]);
  expect(refused).toEqual([{ path: "a.env", why: "it changed meanwhile" }, { path: "gone.env", why: "it cannot be written (ENOENT)" }]);
  expect(["a.env", "b.env"].map((path) => readFileSync(join(folder, path), "utf8"))).toEqual(["A=old\n# more\n", "A=new\n"]);
  expect(files.map(({ text }) => text)).toEqual(["A=old\n", "A=new\n", "A=old\n"]);
  rmSync(folder, { recursive: true });
});
