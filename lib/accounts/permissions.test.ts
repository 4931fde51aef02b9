import { expect, test } from "vitest";
import type { Role } from "@/prisma/generated/enums";
import { NotAllowedError, requirePermission } from "./member";
import { type Action, isAllowed, listPermissions } from "./permissions";

/** Reviewed by hand: who may do what. */
const EXPECTED: Record<Action, Role[]> = {
  "read the ledger": ["viewer", "member", "admin", "owner"],
  "list members": ["viewer", "member", "admin", "owner"],
  "list API keys": ["viewer", "member", "admin", "owner"],
  "create API keys": ["member", "admin", "owner"],
  "revoke own API keys": ["member", "admin", "owner"],
  "save scenarios": ["member", "admin", "owner"],
  "revoke any API key": ["admin", "owner"],
  "limit API keys": ["admin", "owner"],
  "change budgets": ["admin", "owner"],
  "change the catalog": ["admin", "owner"],
  "manage members": ["admin", "owner"],
  "manage owners": ["owner"],
  "change the team": ["admin", "owner"],
  "create teams": ["owner"],
  "close months": ["owner"],
  "reconcile months": ["admin", "owner"],
  "manage alerts": ["admin", "owner"],
  "read the audit log": ["admin", "owner"],
};

test.each(Object.entries(EXPECTED) as [Action, Role[]][])("to %s: %s", (action, allowed) => {
  for (const role of ["viewer", "member", "admin", "owner"] as const) {
    const act = () => requirePermission({ teamId: "t", userId: "u", role }, action);
    expect(isAllowed(role, action)).toBe(allowed.includes(role));
    if (allowed.includes(role)) expect(act).not.toThrow();
    else expect(act).toThrow(NotAllowedError);
  }
});

test("the list for people says the same", () => {
  const told = listPermissions().map(({ action, roles }) => [action, [...roles].reverse()]);
  expect(Object.fromEntries(told)).toEqual(EXPECTED);
});
