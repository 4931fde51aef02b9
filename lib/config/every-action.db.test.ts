import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AccountError } from "@/lib/accounts/account-error";
import { type Member, NotAllowedError } from "@/lib/accounts/member";
import { ROLES } from "@/lib/accounts/permissions";
import { createTeam } from "@/lib/accounts/teams";
import { MonthError } from "@/lib/billing/month-error";
import { InvoiceError } from "@/lib/billing/reconcile/read-cells";
import { CatalogError } from "@/lib/catalog/catalog-error";
import { createDb, type Db } from "@/lib/db";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { ACTIONS } from "./testing/every-action";
import { addPerson, type Attempt, secrets } from "./testing/try-action";

/** What app/every-action.test.ts finds in the sources, tried as every role, and by the owner of another team. */

let database: TestDatabase;
let db: Db;
let teamId: string;
let theirs: string;
beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  teamId = (await createTeam(db, { slug: "ours", name: "Ours" })).id;
  theirs = (await createTeam(db, { slug: "theirs", name: "Theirs" })).id;
  // Whoever leaves leaves an owner behind.
  for (const id of [teamId, theirs]) await addPerson(db, id, "owner");
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

async function outcome(attempt: Attempt, by: Member): Promise<"done" | "not allowed" | "refused"> {
  try {
    await attempt(by);
    return "done";
  } catch (error) {
    if (error instanceof NotAllowedError) return "not allowed";
    if (error instanceof AccountError || error instanceof CatalogError || error instanceof InvoiceError || error instanceof MonthError) return "refused";
    throw error;
  }
}
const entriesSince = async (known: Set<string>, where: object) => (await db.auditEntry.findMany({ where, orderBy: { id: "asc" } })).filter(({ id }) => !known.has(id));
const known = async () => new Set((await db.auditEntry.findMany({ select: { id: true } })).map(({ id }) => id));

describe("every action of the pages", () => {
  for (const [name, { may, records, prepare }] of Object.entries(ACTIONS)) {
    test(`${name} is done by ${may.join(", ") || "nobody without a password"}, in the audit log once, and by nobody else`, async () => {
      for (const role of ROLES) {
        const by = await addPerson(db, teamId, role);
        const attempt = await prepare(db, by);
        const before = await known();
        const expected = may.includes(role) ? "done" : "not allowed";
        expect(await outcome(attempt, by), role).toBe(may.length === 0 ? "refused" : expected);
        const entries = await entriesSince(before, { actor: by.userId });
        expect(entries.map(({ action }) => action), role).toEqual(may.includes(role) ? records : []);
        for (const { subject, before: was, after: is } of entries) expect([subject, was ?? is], name).toEqual([expect.stringMatching(/./), expect.any(Object)]);
        expect(await entriesSince(before, { NOT: { actor: by.userId } }), "written in somebody else's name").toEqual([]);
      }
    });

    test(`${name} by the owner of another team changes nothing here`, async () => {
      const attempt = await prepare(db, await addPerson(db, teamId, "owner"));
      const stranger = await addPerson(db, theirs, "owner");
      const before = await known();
      await outcome(attempt, stranger);
      expect(await entriesSince(before, { teamId })).toEqual([]);
    });
  }

  test("leaves no secret in the audit log", async () => {
    const log = JSON.stringify(await db.auditEntry.findMany());
    expect(secrets.length).toBeGreaterThan(5);
    for (const each of secrets) expect(log).not.toContain(each);
    expect(log).not.toContain("$scrypt$");
  });
});
