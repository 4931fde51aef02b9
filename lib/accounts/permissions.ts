import type { Role } from "@/prisma/generated/enums";

/** What a member may be allowed to do. */
export type Action =
  | "read the ledger"
  | "list members"
  | "list API keys"
  | "create API keys"
  | "revoke own API keys"
  | "save scenarios"
  | "revoke any API key"
  | "limit API keys"
  | "change budgets"
  | "change the catalog"
  | "manage members"
  | "manage owners"
  | "change the team"
  | "create teams"
  | "close months"
  | "reconcile months"
  | "manage alerts"
  | "read the audit log";

/** The most powerful first. */
export const ROLES = ["owner", "admin", "member", "viewer"] as const satisfies readonly Role[];

const VIEWER: readonly Action[] = ["read the ledger", "list members", "list API keys"];
const MEMBER: readonly Action[] = [...VIEWER, "create API keys", "revoke own API keys", "save scenarios"];
const ADMIN: readonly Action[] = [...MEMBER, "revoke any API key", "limit API keys", "change budgets", "change the catalog", "manage members", "change the team", "reconcile months", "manage alerts", "read the audit log"];
const OWNER: readonly Action[] = [...ADMIN, "manage owners", "create teams", "close months"];

/** The one table of who may do what. */
const PERMISSIONS: Readonly<Record<Role, ReadonlySet<Action>>> = {
  viewer: new Set(VIEWER),
  member: new Set(MEMBER),
  admin: new Set(ADMIN),
  owner: new Set(OWNER),
};

export function isAllowed(role: Role, action: Action): boolean {
  return PERMISSIONS[role].has(action);
}

/** Every action with the roles that may do it, what all may do first: for people to read. */
export function listPermissions(): { action: Action; roles: Role[] }[] {
  return OWNER.map((action) => ({ action, roles: ROLES.filter((role) => isAllowed(role, action)) }));
}
