import { expect, test } from "vitest";
import { describeAudit, type AuditWords } from "./describe-audit";

const entry = (action: string, subject: string, before: AuditWords["before"] = null, after: AuditWords["after"] = null): AuditWords => {
  const [what = "", kind = ""] = action.split(".");
  return { what, kind, subject, before, after };
};

test.each<[AuditWords, string]>([
  [entry("provider.created", "groq"), "added the provider groq"],
  [entry("provider.updated", "groq"), "changed the provider groq"],
  [entry("endpoint.removed", "groq/llama"), "removed the endpoint groq/llama"],
  [entry("credential.created", "groq"), "set the credential of groq"],
  [entry("credential.updated", "groq"), "replaced the credential of groq"],
  [entry("price.updated", "groq/llama"), "changed the price of groq/llama"],
  [entry("profile.created", "premium-cascade", null, { version: 1 }), "published the profile premium-cascade"],
  [entry("profile.updated", "premium-cascade", { version: 3 }, { version: 4 }), "published version 4 of the profile premium-cascade"],
  [entry("profile.updated", "premium-cascade", { version: 4 }, { version: 2 }), "rolled the profile premium-cascade back to version 2"],
  [entry("profile.updated", "premium-cascade", { name: "A", version: 4 }, { name: "B", version: 4 }), "changed the profile premium-cascade"],
  [entry("api key.created", "rl_abc", null, { name: "ci" }), "made the API key “ci”"],
  [entry("api key.updated", "rl_abc", { revokedAt: null }, { revokedAt: "2026-11-22T12:00:00Z" }), "revoked the API key rl_abc"],
  [entry("member.created", "ada@example.com", null, { role: "admin" }), "added ada@example.com to the team as admin"],
  [entry("member.created", "ada@example.com", null, { role: "admin", "invited by": "Bob" }), "joined the team as admin"],
  [entry("member.updated", "ada@example.com", { role: "member" }, { role: "owner" }), "changed the role of ada@example.com from member to owner"],
  [entry("member.removed", "ada@example.com", { role: "member" }), "ended the membership of ada@example.com"],
  [entry("invitation.created", "ada@example.com", null, { role: "viewer", state: "open" }), "invited ada@example.com as viewer"],
  [entry("invitation.updated", "ada@example.com", { state: "open" }, { state: "revoked" }), "revoked the invitation of ada@example.com"],
  [entry("password.updated", "ada@example.com"), "changed the password of ada@example.com"],
  [entry("session.updated", "ada@example.com", { openSessions: 2 }, { openSessions: 1 }), "ended a session of ada@example.com"],
  [entry("session.updated", "ada@example.com", { openSessions: 4 }, { openSessions: 1 }), "ended 3 sessions of ada@example.com"],
  [entry("team.created", "red"), "created the team red"],
  [entry("team.updated", "red"), "changed the team red"],
  [entry("budget.paused", "monthly"), "paused the budget monthly"],
])("%j: %s", (given, words) => {
  expect(describeAudit(given)).toBe(words);
});
