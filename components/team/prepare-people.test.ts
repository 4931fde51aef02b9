import { describe, expect, test } from "vitest";
import { describeKeysEnd, preparePeople, type Viewer } from "./prepare-people";

const ROLES = ["owner", "admin", "member", "viewer"];
const person = (userId: string, role: string) => ({ userId, email: `${userId}@example.com`, name: userId, role, openKeys: 0 });
const as = (userId: string, role: "owner" | "admin" | "member"): Viewer => ({ userId, mayManage: role !== "member", mayManageOwners: role === "owner" });
const find = (people: ReturnType<typeof person>[], viewer: Viewer, userId: string) => preparePeople(people, viewer, ROLES).find((row) => row.userId === userId);

describe("preparePeople", () => {
  const people = [person("ada", "owner"), person("bob", "admin"), person("cy", "member")];

  test("an owner changes everybody, but the last owner stays one", () => {
    expect(find(people, as("ada", "owner"), "cy")).toMatchObject({ roles: ROLES, roleRefusal: null, ending: "remove", endingRefusal: null });
    const self = find(people, as("ada", "owner"), "ada");
    expect(self).toMatchObject({ isSelf: true, ending: "leave" });
    expect(self?.roleRefusal).toMatch(/last owner/);
    expect(self?.endingRefusal).toMatch(/last owner/);
  });

  test("with two owners either may go", () => {
    const two = [...people, person("dee", "owner")];
    expect(find(two, as("ada", "owner"), "ada")).toMatchObject({ roleRefusal: null, endingRefusal: null });
    expect(find(two, as("ada", "owner"), "dee")).toMatchObject({ roleRefusal: null, endingRefusal: null });
  });

  test("an admin neither makes nor changes owners", () => {
    expect(find(people, as("bob", "admin"), "cy")?.roles).toEqual(["admin", "member", "viewer"]);
    const owner = find(people, as("bob", "admin"), "ada");
    expect(owner?.roles).toContain("owner");
    expect(owner?.roleRefusal).toMatch(/Only an owner/);
    expect(owner?.endingRefusal).toMatch(/Only an owner/);
  });

  test("a member may leave, and nothing else", () => {
    const rows = preparePeople(people, as("cy", "member"), ROLES);
    expect(rows.map(({ roles, roleRefusal, ending, endingRefusal }) => [roles, roleRefusal, ending, endingRefusal])).toEqual([
      [[], null, null, null],
      [[], null, null, null],
      [[], null, "leave", null],
    ]);
  });
});

test.each([
  [0, "their", "No API key in this team is theirs."],
  [1, "their", "Their API key in this team is revoked at once: whatever calls with it is refused from then on."],
  [3, "your", "Your 3 API keys in this team are revoked at once: whatever calls with them is refused from then on."],
] as const)("%i keys, %s", (count, whose, words) => {
  expect(describeKeysEnd(count, whose)).toBe(words);
});
