import { OPERATOR, type Writer } from "@/lib/core/change";
import type { Role } from "@/prisma/generated/enums";
import { type Action, isAllowed } from "./permissions";

/** A person in a team: the scope of everything that a page asks for. */
export type Member = { readonly teamId: string; readonly userId: string; readonly role: Role };

/** The member's role does not permit what was asked. */
export class NotAllowedError extends Error {
  override name = "NotAllowedError";
  readonly action: Action;

  constructor(role: Role, action: Action) {
    super(`Your role (${role}) does not allow you to ${action}`);
    this.action = action;
  }
}

/** @throws NotAllowedError */
export function requirePermission(member: Member, action: Action): void {
  if (!isAllowed(member.role, action)) throw new NotAllowedError(member.role, action);
}

/** Whoever runs the command line on the installation's own machine acts as an owner, and is recorded as OPERATOR. */
export function operatorOf(teamId: string): Member {
  return { teamId, userId: OPERATOR, role: "owner" };
}

/** How the audit log names the member. */
export function writerOf({ teamId, userId }: Member): Writer {
  return { teamId, actor: userId };
}
