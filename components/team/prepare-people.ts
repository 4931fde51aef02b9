/** Who looks at the people: what they may do is asked of the server, never guessed here. */
export type Viewer = { userId: string; mayManage: boolean; mayManageOwners: boolean };

type Person = { userId: string; email: string; name: string; role: string; openKeys: number };

export type PersonControls = {
  isSelf: boolean;
  /** The roles to choose from; none when the viewer sees the role alone. */
  roles: string[];
  /** Why the role cannot be changed; null when it can, or when the viewer may change none. */
  roleRefusal: string | null;
  /** What ends the membership, if the viewer may. */
  ending: "leave" | "remove" | null;
  /** Why it cannot end. */
  endingRefusal: string | null;
};

const LAST_OWNER = "The last owner. Make somebody else an owner first.";
const OWNERS_ONLY = "Only an owner can change an owner.";

/** What the viewer may do with each person, and why not what looks as if they might. */
export function preparePeople<P extends Person>(people: readonly P[], viewer: Viewer, roles: readonly string[]): (P & PersonControls)[] {
  const owners = people.filter(({ role }) => role === "owner").length;
  const offered = roles.filter((role) => role !== "owner" || viewer.mayManageOwners);
  return people.map((person) => {
    const [isSelf, isOwner] = [person.userId === viewer.userId, person.role === "owner"];
    const isLastOwner = isOwner && owners === 1;
    const beyond = isOwner && !viewer.mayManageOwners ? OWNERS_ONLY : null;
    const refusal = beyond ?? (isLastOwner ? LAST_OWNER : null);
    return {
      ...person,
      isSelf,
      roles: viewer.mayManage ? (offered.includes(person.role) ? offered : [person.role, ...offered]) : [],
      roleRefusal: viewer.mayManage ? refusal : null,
      ending: isSelf ? "leave" : viewer.mayManage ? "remove" : null,
      endingRefusal: isSelf ? (isLastOwner ? LAST_OWNER : null) : viewer.mayManage ? refusal : null,
    };
  });
}

/** What happens to a person's API keys when they go. */
export function describeKeysEnd(openKeys: number, whose: "your" | "their"): string {
  if (openKeys === 0) return `No API key in this team is ${whose === "your" ? "yours" : "theirs"}.`;
  const keys = openKeys === 1 ? `${capital(whose)} API key in this team is` : `${capital(whose)} ${openKeys} API keys in this team are`;
  return `${keys} revoked at once: whatever calls with ${openKeys === 1 ? "it" : "them"} is refused from then on.`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
