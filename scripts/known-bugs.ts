/** Puts known bugs into a copy of this checkout, one at a time, and fails when the tests do not notice one of them. */
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BUGS } from "./known-bugs/bugs";
import { runTests, tryBug } from "./known-bugs/try-bug";
import { ROOT } from "./start/root.mjs";

const COPIED = ["lib", "prisma", "scripts", "package.json", "tsconfig.json", "vitest.config.ts"];

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const bugs = BUGS.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
  if (bugs.length === 0) throw new Error(`no known bug has such a name. There are: ${BUGS.map(({ name }) => name).join("; ")}`);
  const copy = await mkdtemp(join(tmpdir(), "routeledger-bugs-"));
  try {
    for (const name of COPIED) await cp(join(ROOT, name), join(copy, name), { recursive: true });
    await symlink(join(ROOT, "node_modules"), join(copy, "node_modules"));
    await expectGreen(copy, bugs);
    console.log("| bug | noticed by |\n|---|---|");
    let missed = 0;
    for (const bug of bugs) {
      const { failed, broken } = await tryBug(copy, bug);
      const [first] = failed;
      console.log(`| ${bug.name} | ${first ?? (broken.length > 0 ? `nothing: ${broken[0] ?? ""}` : "**nothing**")} |`);
      if (!first) missed += 1;
    }
    console.log(`\n${bugs.length - missed} of ${bugs.length} known bugs are noticed`);
    if (missed > 0) process.exitCode = 1;
  } finally {
    await rm(copy, { recursive: true });
  }
}

/** A test that fails anyway notices nothing. */
async function expectGreen(copy: string, bugs: typeof BUGS): Promise<void> {
  for (const project of ["unit", "integration"]) {
    const tests = new Set(bugs.filter((bug) => (bug.project ?? "unit") === project).flatMap((bug) => bug.tests));
    if (tests.size === 0) continue;
    const { passed, failed, broken } = await runTests(copy, project, [...tests]);
    if (passed === 0 || failed.length > 0 || broken.length > 0) throw new Error(`without any bug: ${[...failed, ...broken].join("\n")}`);
  }
}

await main();
