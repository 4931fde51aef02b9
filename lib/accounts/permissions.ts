import type { Role } from "@/prisma/generated/enums";

/** What a member may be allowed to do. */
export type Action =
  | "read the ledger"
  | "list API keys"
  | "create API keys"
  | "revoke own API keys"
  | "revoke any API key"
  | "change the catalog"
  | "manage members";

const VIEWER: readonly Action[] = ["read the ledger", "list API keys"];
const MEMBER: readonly Action[] = [...VIEWER, "create API keys", "revoke own API keys"];
const ADMIN: readonly Action[] = [...MEMBER, "revoke any API key", "change the catalog", "manage members"];

/** The one table of who may do what. An owner cannot be less than an admin. */
const PERMISSIONS: Readonly<Record<Role, ReadonlySet<Action>>> = {
  viewer: new Set(VIEWER),
  member: new Set(MEMBER),
  admin: new Set(ADMIN),
  owner: new Set(ADMIN),
};

export function isAllowed(role: Role, action: Action): boolean {
  return PERMISSIONS[role].has(action);
}
