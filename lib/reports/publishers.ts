import { z } from "zod";
import { OPERATOR } from "@/lib/core/change";
import type { Db } from "@/lib/db";

const versionOf = z.object({ version: z.number() }).transform(({ version }) => version).nullable().catch(null);
const isId = z.uuid();

/**
 * Who published each version of the team's profiles, by `slug/number`: a person's name, or `the operator` for what came from
 * the command line. A version from before the audit log, or of who is gone, is absent.
 * @param slug of one profile; all when left out
 */
export async function listPublishers(db: Db, teamId: string, slug?: string): Promise<Map<string, string>> {
  const entries = await db.auditEntry.findMany({
    where: { teamId, action: { in: ["profile.created", "profile.updated"] }, ...(slug === undefined ? {} : { subject: slug }) },
    select: { actor: true, subject: true, after: true },
    // Later entries name a version again: when it is restored, or the profile is renamed.
    orderBy: { id: "desc" },
  });
  const actors = [...new Set(entries.map(({ actor }) => actor))].filter((actor) => isId.safeParse(actor).success);
  const users = await db.user.findMany({ where: { id: { in: actors } }, select: { id: true, name: true, email: true } });
  const names = new Map(users.map(({ id, name, email }) => [id, name === "" ? email : name]));
  names.set(OPERATOR, "the operator");
  return new Map(
    entries.flatMap(({ actor, subject, after }): [string, string][] => {
      const [version, name] = [versionOf.parse(after), names.get(actor)];
      return version === null || name === undefined ? [] : [[`${subject}/${version}`, name]];
    }),
  );
}
