import type { Role } from "@/prisma/generated/enums";

/** As lib/mail.ts sends it. */
type Letter = { to: string; subject: string; text: string };

const ARTICLES: Record<Role, string> = { owner: "an owner", admin: "an admin", member: "a member", viewer: "a viewer" };

/** `owner` as `an owner`. */
export function roleWithArticle(role: Role): string {
  return ARTICLES[role];
}

type Invited = { email: string; teamName: string; role: Role; invitedBy: string; expiresAt: Date; link: string };

/** Tells a person that they are invited. */
export function invitationLetter({ email, teamName, role, invitedBy, expiresAt, link }: Invited): Letter {
  return {
    to: email,
    subject: `${invitedBy} invites you to ${teamName} on RouteLedger`,
    text: lines(
      `${invitedBy} invites you to the team ${teamName} on RouteLedger, as ${roleWithArticle(role)}.`,
      `Open this link to join: ${link}`,
      `It works once, for ${email} alone, until ${utc(expiresAt)}. If you did not expect it, do nothing.`,
    ),
  };
}

/** Gives a person the link that sets a new password. */
export function passwordResetLetter({ email, expiresAt, link }: { email: string; expiresAt: Date; link: string }): Letter {
  return {
    to: email,
    subject: "Set a new password for RouteLedger",
    text: lines(
      "Somebody, most likely you, asked for a new password for RouteLedger.",
      `Open this link to choose one: ${link}`,
      `It works once, until ${utc(expiresAt)}, and signs you out everywhere. If you did not ask, do nothing: your password stays as it is.`,
    ),
  };
}

function lines(...paragraphs: string[]): string {
  return `${paragraphs.join("\n\n")}\n`;
}

function utc(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
