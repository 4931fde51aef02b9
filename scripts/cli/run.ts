import pg from "pg";
import { AccountError } from "@/lib/accounts/account-error";
import { loadInstallationSecret, SecretError } from "@/lib/accounts/secret";
import { MonthError } from "@/lib/billing/month-error";
import { CatalogError } from "@/lib/catalog/catalog-error";
import { ConfigRefused } from "@/lib/config/refusal";
import { findNearest } from "@/lib/core/nearest";
import { createDb } from "@/lib/db";
import { EnvError, parseEnv } from "@/lib/env";
import { Prisma } from "@/prisma/generated/client";
import { applyMigrations, MigrationError } from "@/prisma/migrate";
import { apply } from "./apply";
import { audit } from "./audit";
import { type AloneCommand, type Command, type Context, type ExitCode, readArgs, Refused, type Surroundings, UsageError } from "./command";
import { reportsCorrect } from "./correct-price";
import { describeDatabaseError } from "../database-error";
import { housekeeping } from "./housekeeping";
import { keysCreate, keysList, keysRevoke, keysUpdate } from "./keys";
import { teamsCreate, usersCreate, usersResetLink } from "./people";
import { profilesDiff, profilesRestore, profilesVersions } from "./profiles";
import { reportsClose, reportsList, reportsReopen, reportsShow, reportsVerify } from "./reports";
import { simulate } from "./simulate";

const migrate: Command = {
  usage: "migrate",
  about: "bring the database to the schema of this version",
  prepare(args) {
    readArgs(args, {});
    return async ({ env, out, note }) => {
      const applied = await applyMigrations(env.DATABASE_URL);
      for (const name of applied) out(name);
      note(applied.length === 0 ? "Nothing to migrate." : "The database is up to date.");
    };
  },
};

const COMMANDS: readonly (Command | AloneCommand)[] = [
  apply, simulate, profilesVersions, profilesDiff, profilesRestore, keysCreate, keysList, keysUpdate, keysRevoke, usersCreate,
  usersResetLink, teamsCreate, housekeeping, reportsList, reportsShow, reportsClose, reportsReopen, reportsVerify, reportsCorrect, audit, migrate,
];

const PROGRAM = "npm run --silent routeledger --";
const REFUSALS = [Refused, AccountError, MonthError, CatalogError, ConfigRefused, SecretError, EnvError, MigrationError];

/** Runs one command line. @returns the exit code: 0 done, 1 refused with the reasons noted, 2 typed wrongly */
export async function runCommandLine(argv: string[], surroundings: Surroundings): Promise<ExitCode> {
  const { out, note } = surroundings;
  if (argv[0] === "help" || argv[0] === "--help" || argv[0] === "-h") {
    for (const line of helpLines()) out(line);
    return 0;
  }
  const command = COMMANDS.find(({ usage }) => wordsOf(usage).every((word, index) => argv[index] === word));
  if (!command) {
    for (const line of unknownLines(argv)) note(line);
    return 2;
  }
  const args = argv.slice(wordsOf(command.usage).length);
  if (args.includes("--help") || args.includes("-h")) {
    out(`${PROGRAM} ${command.usage}\n  ${command.about}`);
    return 0;
  }
  try {
    if ("prepareAlone" in command) return await command.prepareAlone(args)(surroundings, (action) => runAction(action, surroundings));
    await runAction(command.prepare(args), surroundings);
    return 0;
  } catch (error) {
    note(describe(error));
    if (!(error instanceof UsageError)) return "prepareAlone" in command ? 2 : 1;
    note(`usage: ${PROGRAM} ${command.usage}`);
    return 2;
  }
}

async function runAction<T>(action: (context: Context) => Promise<T>, { variables, ...rest }: Surroundings): Promise<T> {
  const env = parseEnv(variables);
  await probe(env.DATABASE_URL);
  const db = createDb(env.DATABASE_URL, 2);
  const secret = () => loadInstallationSecret({ dataDir: env.ROUTELEDGER_DATA_DIR, fromEnv: env.ROUTELEDGER_SECRET });
  try {
    return await action({ ...rest, variables, env, db, secret });
  } finally {
    await db.$disconnect();
  }
}

/** Says in one line what is wrong with the connection, which Prisma's errors tell at length. @throws Refused */
async function probe(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
  } catch (error) {
    throw new Refused(describeDatabaseError(error, databaseUrl));
  }
  await client.end();
}

/** The words of a usage line before its first argument: the command's name. */
function wordsOf(usage: string): string[] {
  const words = usage.split(" ");
  const end = words.findIndex((word) => !/^[a-z][a-z-]*$/.test(word));
  return end === -1 ? words : words.slice(0, end);
}

function helpLines(): string[] {
  return [`usage: ${PROGRAM} COMMAND`, "", ...COMMANDS.flatMap(({ usage, about }) => [`  ${usage}`, `      ${about}`])];
}

function unknownLines(argv: string[]): string[] {
  if (argv.length === 0) return helpLines();
  const names = COMMANDS.map(({ usage }) => wordsOf(usage).join(" "));
  const given = argv.slice(0, 2).filter((word) => /^[a-z]/i.test(word)).join(" ");
  return [`There is no command "${given || argv[0]}"; the nearest is "${findNearest(given, names)}".`, `See: ${PROGRAM} help`];
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof UsageError || REFUSALS.some((kind) => error instanceof kind)) return error.message;
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2021") {
    return `The database is not of this version: run \`${PROGRAM} migrate\` first.`;
  }
  return error.stack ?? error.message;
}
