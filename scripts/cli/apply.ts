import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { applyConfig } from "@/lib/config/apply-config";
import { formatChanges } from "@/lib/config/format-changes";
import { type Command, type Context, readArgs, Refused } from "./command";
import { chooseTeam } from "./team";

export const apply: Command = {
  usage: "apply FILE.yaml [--team SLUG] [--dry-run]",
  about: "create or update what a configuration file names, and print the difference",
  prepare(args) {
    const { values, positionals } = readArgs(args, { team: { type: "string" }, "dry-run": { type: "boolean" } }, ["FILE.yaml"]);
    const [file = ""] = positionals;
    return (context) => applyFile(context, file, values.team, values["dry-run"] ?? false);
  },
};

async function applyFile(context: Context, file: string, slug: string | undefined, dryRun: boolean): Promise<void> {
  const text = await readText(resolve(context.folder, file), file);
  const { slug: team } = await chooseTeam(context, slug);
  const { changes } = await applyConfig(context.db, context.secret(), {
    text, file, team, dryRun, env: context.variables, allowPrivate: true, now: new Date(),
  });
  for (const line of formatChanges(changes)) context.out(line);
  if (dryRun) context.note("Dry run: nothing was written.");
}

async function readText(path: string, file: string): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (error) {
    const reason = error instanceof TypeError ? "is not UTF-8 text" : "cannot be read";
    throw new Refused(`${file} ${reason}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
