import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text as readAll } from "node:stream/consumers";
import { parseScenarioFile } from "@/lib/scenarios/parse-text";
import { runScenario } from "@/lib/scenarios/run-scenario";
import { type Command, type Context, readArgs, Refused } from "./command";
import { formatAnswer } from "./format-answer";
import { chooseTeam } from "./team";

export const simulate: Command = {
  usage: "simulate FILE [--team SLUG] [--json]",
  about: "tell what a scenario would cost and hold: a file in JSON or YAML, - for standard input",
  prepare(args) {
    const { values, positionals } = readArgs(args, { team: { type: "string" }, json: { type: "boolean" } }, ["FILE"]);
    const [file = ""] = positionals;
    return (context) => simulateFile(context, file, values.team, values.json ?? false);
  },
};

async function simulateFile(context: Context, file: string, slug: string | undefined, json: boolean): Promise<void> {
  const parsed = parseScenarioFile(await read(context, file));
  if ("problems" in parsed) throw refuse(file, parsed.problems);
  const { id: teamId } = await chooseTeam(context, slug);
  const ran = await runScenario(context.db, { teamId, request: parsed.request, now: new Date(), signal: new AbortController().signal });
  if ("problems" in ran) throw refuse(file, ran.problems);
  if ("unknownProfile" in ran) throw new Refused(`there is no profile ${ran.unknownProfile}${ran.nearest === null ? "" : `; the nearest is ${ran.nearest}`}`);
  for (const line of json ? [JSON.stringify(ran.answer, null, 2)] : formatAnswer(ran.answer)) context.out(line);
}

async function read({ folder }: Context, file: string): Promise<string> {
  if (file === "-") return readAll(process.stdin);
  try {
    return await readFile(resolve(folder, file), "utf8");
  } catch (error) {
    throw new Refused(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A line for each field that is wrong. */
function refuse(file: string, problems: Readonly<Record<string, string>>): Refused {
  const name = file === "-" ? "standard input" : file;
  return new Refused(Object.entries(problems).map(([path, sentence]) => `${name}: ${path === "" ? "" : `${path}: `}${sentence}`).join("\n"));
}
