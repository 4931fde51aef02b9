import { createHash } from "node:crypto";
import { AccountError } from "@/lib/accounts/account-error";
import type { Values } from "@/lib/core/change";
import { labelProblem } from "@/lib/core/name";
import { NIL_ID } from "@/lib/core/profile";
import type { Problems } from "@/lib/core/profile-draft";
import { parseRequest } from "../parse-request";
import type { ScenarioRequest } from "../request-schema";

/** The form of the documents that are written now. */
export const FORMAT = 1;

export type ScenarioNote = { id: string; name: string; /** By name, or what they were recorded as. */ updatedBy: string; updatedAt: Date };

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** The key of a row; an id that is none matches nothing, where the database would refuse it. */
export function keyOf(teamId: string, id: string): { teamId_id: { teamId: string; id: string } } {
  return { teamId_id: { teamId, id: UUID.test(id) ? id : NIL_ID } };
}

/** The name as it is kept. @throws AccountError that says what is wrong with it */
export function readName(given: string): string {
  const name = given.trim();
  const problem = labelProblem(name);
  if (problem !== null) throw new AccountError(`The name of a scenario ${problem}`);
  return name;
}

export function nameTaken(name: string): string {
  return `There is a scenario named ${name} already: take another name, or open that one and save it`;
}

export function notThere(): AccountError {
  return new AccountError("This scenario is not there any more: somebody of the team has deleted it");
}

type Row = { format: number; document: unknown };

/** @throws AccountError when it is of a form that this version does not read */
export function readDocument({ format, document }: Row): ScenarioRequest {
  const parsed = format === FORMAT ? parseRequest(document) : { problems: { "": `Its form is ${format}.` } };
  if ("request" in parsed) return parsed.request;
  throw new AccountError(`This scenario was saved by another version and cannot be read (${describeProblem(parsed.problems)})`);
}

/** The first of what is wrong, without its full stop. */
export function describeProblem(problems: Problems): string {
  const [[path = "", sentence = ""] = []] = Object.entries(problems);
  return [path, sentence].filter(Boolean).join(": ").replace(/\.$/, "");
}

/** What the audit log tells of it: that its content changed, without the content. */
export function describeScenario(name: string, { document }: Pick<Row, "document">): Values {
  const content = createHash("sha256").update(canonical(document)).digest("hex").slice(0, 16);
  return { name, content };
}

/** The database keeps no order of fields. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner);
}
