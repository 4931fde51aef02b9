import { type Member, operatorOf } from "@/lib/accounts/member";
import { addMember } from "@/lib/accounts/members";
import { deriveSecret } from "@/lib/accounts/secret";
import type { Db } from "@/lib/db";
import type { Role } from "@/prisma/generated/enums";
import { saveEndpoint } from "../change-endpoint";
import { saveProvider } from "../change-provider";
import { endpointSchema, providerSchema } from "../schema";

/** What attempts are made with. */
export const secret = deriveSecret(Buffer.alloc(32, 1));
export const now = new Date();
export const EVERYBODY: Role[] = ["owner", "admin", "member", "viewer"];
export const ADMINS: Role[] = ["owner", "admin"];
export const MEMBERS: Role[] = ["owner", "admin", "member"];

/** Whatever the attempts gave or were given that must be in no audit entry. */
export const secrets: string[] = ["sk-canary-credential-0123", "canary-password-of-somebody"];

export function tellSecret(text: string): string {
  secrets.push(text);
  return text;
}

let count = 0;

/** A name that nothing has yet. */
export function fresh(name: string): string {
  return `${name.toLowerCase()}-${++count}`;
}

/** Somebody new of this role. Hashing a password takes its time: they have none. */
export async function addPerson(db: Db, teamId: string, role: Role): Promise<Member> {
  const [userId, name] = [crypto.randomUUID(), fresh(role)];
  await db.user.create({ data: { id: userId, email: `${name}@example.com`, name, passwordHash: null } });
  await addMember(db, operatorOf(teamId), userId, role);
  return { teamId, userId, role };
}

/** Tries what the action does, on a thing that belongs to `of` or their team. */
export type Attempt = (by: Member) => Promise<unknown>;
export type ActionEntry = {
  /** The functions of lib that the action hands its work to. */
  calls: readonly { name: string }[];
  may: readonly Role[];
  /** What it leaves in the audit log. */
  records: readonly string[];
  prepare: (db: Db, of: Member) => Promise<Attempt>;
  /** It changes nothing of a team's, or makes a team of its own: no page's team goes with it. */
  isOfNoTeam?: true;
};

export const PROVIDER = { baseUrl: "https://api.acme.example/v1", credential: "sk-canary-credential-0123" };
export const TERMS = { read: "", allowPrivate: false };
export const addProvider = async (db: Db, of: Member) => {
  const slug = fresh("provider");
  return { slug, id: await saveProvider(db, secret, operatorOf(of.teamId), providerSchema.parse({ slug, baseUrl: PROVIDER.baseUrl }), TERMS) };
};
export const addEndpoint = async (db: Db, of: Member) => {
  const { slug: provider } = await addProvider(db, of);
  return { name: `${provider}/m`, id: await saveEndpoint(db, operatorOf(of.teamId), endpointSchema.parse({ provider, model: "m" }), "") };
};
