import type { InstallationSecret } from "@/lib/accounts/secret";
import { lockCatalog } from "@/lib/catalog/record-change";
import { type Change, OPERATOR, type Writer } from "@/lib/core/change";
import { findNearest } from "@/lib/core/nearest";
import type { Db, Transaction } from "@/lib/db";
import { parseConfig, type ParsedConfig } from "./parse-config";
import { ConfigRefused, type Refusal } from "./refusal";
import { Variables } from "./variables";
import { ConfigWriter } from "./write-config";

export type ApplyOptions = {
  text: string;
  /** The file's name, for messages. */
  file: string;
  /** The team's slug. */
  team: string;
  /** Works everything out, and then leaves the database as it was. */
  dryRun: boolean;
  /** Where `${NAME}` is looked up. */
  env: Readonly<Record<string, string | undefined>>;
  /** Whether base URLs may lead to loopback and private addresses: true for the operator's own file. */
  allowPrivate: boolean;
  now: Date;
};

/** A file may name hundreds of endpoints, each a few statements. */
const TIMEOUT = { maxWait: 20_000, timeout: 300_000 };

/**
 * Creates or updates what a file names, in one transaction: all of it or nothing. Nothing is removed that the file does
 * not name. The same file a second time changes nothing.
 * @returns what every thing in the file came to, in the file's order
 * @throws ConfigRefused with `file:line: reason` for every fault that was found
 */
export async function applyConfig(
  db: Db,
  secret: InstallationSecret,
  options: ApplyOptions,
): Promise<{ changes: Change[] }> {
  const { text, file, dryRun, env } = options;
  const refusals: Refusal[] = [];
  const variables = new Variables(env);
  const parsed = parseConfig(text, variables, refusals);
  const refuse = () => {
    throw new ConfigRefused(file, refusals.map(({ line, reason }) => ({ line, reason: variables.hide(reason) })));
  };
  if (parsed === null) return refuse();
  try {
    const changes = await db.$transaction(async (tx) => {
      const written = await write(tx, secret, parsed, options, refusals);
      if (refusals.length > 0) refuse();
      if (dryRun) throw new DryRun(written);
      return written;
    }, TIMEOUT);
    return { changes };
  } catch (error) {
    if (error instanceof DryRun) return { changes: error.changes };
    throw error;
  }
}

/** Carries the result out of a transaction that is rolled back. */
class DryRun extends Error {
  constructor(readonly changes: Change[]) {
    super("dry run");
  }
}

async function write(
  tx: Transaction,
  secret: InstallationSecret,
  parsed: ParsedConfig,
  { team: slug, allowPrivate, file, now }: ApplyOptions,
  refusals: Refusal[],
): Promise<Change[]> {
  const team = await tx.team.findUnique({ where: { slug, drillOf: null } });
  if (team === null) {
    const nearest = findNearest(slug, (await tx.team.findMany({ where: { drillOf: null }, select: { slug: true } })).map((row) => row.slug));
    const hint = nearest === null ? "" : `; the nearest is ${nearest}`;
    refusals.push({ line: 1, reason: `there is no team with the slug ${slug}${hint}` });
    return [];
  }
  await lockCatalog(tx, team.id);
  const writer: Writer = { teamId: team.id, actor: OPERATOR };
  return new ConfigWriter({ tx, secret, writer, allowPrivate, source: file, now }, parsed, refusals).write();
}
