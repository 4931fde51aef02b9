import { parseArgs, type ParseArgsConfig } from "node:util";
import type { InstallationSecret } from "@/lib/accounts/secret";
import type { Db } from "@/lib/db";
import type { Env } from "@/lib/env";

/** What a command works with. Results go out, what is meant for the person alone goes to `note`. */
export type Context = {
  db: Db;
  env: Env;
  /** The whole environment, for the `${NAME}` of configuration files. */
  variables: Readonly<Record<string, string | undefined>>;
  /** Where relative paths begin: the folder in which the person typed the command. */
  folder: string;
  /** Made on the first use of an installation. @throws SecretError */
  secret(): InstallationSecret;
  out(line: string): void;
  note(line: string): void;
};

/** A process as a command sees it. */
export type Surroundings = Pick<Context, "variables" | "folder" | "out" | "note">;

/** 0 done, 1 refused with the reasons noted, 2 typed wrongly; a command may say otherwise. */
export type ExitCode = 0 | 1 | 2;

/** Connects to the database for the time of an action. @throws Refused, EnvError */
export type Connect = <T>(action: (context: Context) => Promise<T>) => Promise<T>;

/** A command that can do without a database. What it throws ends it with 2. */
export type AloneCommand = {
  usage: string;
  about: string;
  /** @throws UsageError */
  prepareAlone(args: string[]): (surroundings: Surroundings, connect: Connect) => Promise<ExitCode>;
};

export type Command = {
  /** How it is called, without the program's name. */
  usage: string;
  about: string;
  /**
   * Reads what follows the command's name, before anything is connected to.
   * @throws UsageError
   */
  prepare(args: string[]): (context: Context) => Promise<void>;
};

/** The command was typed wrongly. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** What was asked cannot be done. One line a reason. */
export class Refused extends Error {
  override name = "Refused";
}

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * Options and positional arguments, with nothing unknown among them.
 * @param positionals the name of each that is required
 * @param more the name of each that may follow
 * @throws UsageError
 */
export function readArgs<T extends Options>(args: string[], options: T, positionals: string[] = [], more: string[] = []) {
  const parsed = parse(args, options);
  const missing = positionals[parsed.positionals.length];
  if (missing !== undefined) throw new UsageError(`${missing} is missing`);
  const extra = parsed.positionals[positionals.length + more.length];
  if (extra !== undefined) throw new UsageError(`"${extra}" is not expected here`);
  return parsed;
}

function parse<T extends Options>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    // Node's message says which option, then goes on about `--` in a second sentence.
    if (error instanceof TypeError) throw new UsageError(error.message.replace(/\. .*$/s, ""));
    throw error;
  }
}

/** @throws UsageError when the option was not given */
export function required(value: string | undefined, option: string): string {
  if (value === undefined || value === "") throw new UsageError(`${option} is missing`);
  return value;
}
