import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { ACTIONS } from "@/lib/config/testing/every-action";

/**
 * Every server action and every route handler outside the gateway's API, read from the sources: one that has no place
 * in the table of lib/config/testing/every-action.ts, or here, fails. lib/config/every-action.db.test.ts tries each.
 */

/** For who is not signed in, or wherever they are: what each of them may do is in the name of a link, or their own session. */
const OF_NO_MEMBER = [
  "forgot-password#requestReset", "reset-password/[token]#setNewPassword",
  "invitation/[token]#joinAsNew", "invitation/[token]#acceptAsMe", "invitation/[token]#signOutToInvitation",
  "#signOut", "#switchTeam",
];

/** Route handlers, and what stands between them and who may not. */
const ROUTES: Record<string, RegExp | null> = {
  "auth/[...nextauth]": null, // next-auth's own
  health: null, // says nothing of anybody
  live: /findSignedIn\(\)[\s\S]*typeof signedIn === "string"\) return [^;]*status: 401/,
  "export/calls": /openExport\(request/,
  "export/tiers": /openExport\(request/,
  "export/waste": /openExport\(request/,
  "export/savings": /openExport\(request/,
  "export/prices": /openExport\(request/,
  "export/keys": /openExport\(request/,
  "export/focus": /requireMember\(\);[\s\S]*requirePermission\(member, "read the ledger"\)[\s\S]*renderFocus\(/,
  "sandbox/backtest": /findSignedIn\(\)[\s\S]*typeof signedIn === "string"\) return [^;]*401[\s\S]*isOfOwnPage\(request\)\) return [^;]*403[\s\S]*readPageRequest\(request[\s\S]*readQuestion\(asked, signedIn\)/,
  "sandbox/drill": /findSignedIn\(\)[\s\S]*typeof signedIn === "string"\) return [^;]*401[\s\S]*isOfOwnPage\(request\)\) return [^;]*403[\s\S]*requirePermission\(signedIn\.member, "change the catalog"\)/,
  sandbox: /answerScenario\(request/,
  "reports/[month]": /answerReport\(request/,
  "reports/schema": null, // a description of the API, of nobody
  "sandbox/schema": null, // a description of the API, of nobody
};

const root = fileURLToPath(new URL("../", import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, "utf8");
const paths = (end: RegExp) =>
  readdirSync(`${root}app`, { recursive: true, encoding: "utf8" }).filter((path) => end.test(path)).map((path) => `app/${path}`).sort();

/** `keys#createKey` with the text of the function, of every exported action. */
function listActions(): Map<string, string> {
  const acting = paths(/\.tsx?$/).filter((path) => /^\s*["']use server["']/m.test(read(path)));
  return new Map(acting.flatMap((path) => {
    const place = path.replace(/^app\/\((auth|dashboard)\)\/?/, "").replace(/\/?actions\.ts$/, "");
    return read(path).split(/^export /m).slice(1).map((text): [string, string] => [`${place}#${/(?:function|const) (\w+)/.exec(text)?.[1]}`, text]);
  }));
}

describe("every action of the pages", () => {
  test("is in this list, and hands its work to what is tried here", () => {
    const actions = listActions();
    expect([...actions.keys()].sort()).toEqual([...Object.keys(ACTIONS), ...OF_NO_MEMBER].sort());
    for (const [name, { calls }] of Object.entries(ACTIONS)) {
      const file = read(`app/(dashboard)/${name.replace(/#.*/, "")}/actions.ts`);
      for (const { name: called } of calls) expect(file, `${name} imports ${called}`).toMatch(new RegExp(`import \\{[^}]*\\b${called}\\b[^}]*\\} from "@/lib/`));
    }
  });

  test("that changes a team is bound to the team of its page, which another tab may have left", () => {
    const actions = listActions();
    for (const [name, { isOfNoTeam }] of Object.entries(ACTIONS)) {
      const text = actions.get(name) ?? "";
      if (isOfNoTeam) continue;
      expect(text, name).toMatch(/^async function \w+\(teamId: string[,)]/);
      expect(text, name).toMatch(/requireMemberOf\(teamId\)|perform\(teamId, /);
      expect(text, name).not.toContain("requireMember()");
    }
    expect(actions.size).toBeGreaterThan(20);
  });
});

test("a link in a letter is made from the configured address, never from a request's Host header", () => {
  const letters = paths(/\.tsx?$/).flatMap((path) => [...read(path).matchAll(/\w+Letter\(\{.*/g)].map(([text]) => text));
  expect(letters.length).toBeGreaterThan(1);
  for (const letter of letters) expect(letter).toContain("link: publicUrl(getEnv(), ");
});

describe("every route handler outside the gateway's API", () => {
  test("is in this list, and refuses who may not", () => {
    const routes = paths(/(^|\/)route\.tsx?$/).map((path) => path.replace(/^app\/api\/|\/route\.tsx?$/g, "")).filter((name) => !name.startsWith("v1/"));
    expect(routes.sort()).toEqual(Object.keys(ROUTES).sort());
    for (const [name, guard] of Object.entries(ROUTES)) if (guard) expect(read(`app/api/${name}/route.ts`), name).toMatch(guard);
    expect(read("app/api/sandbox/answer-scenario.ts")).toMatch(/await authenticate\([\s\S]*await readJson\(request\)[\s\S]*await run\(teamId/);
    expect(read("app/api/reports/answer-report.ts")).toMatch(/const { teamId } = await requireReader\(request, readers\);[\s\S]*answerMonth\(db, { teamId,/);
    expect(read("app/api/reports/open-report.ts")).toMatch(/isOfOwnSite\(request\)\) {[\s\S]*requirePermission\(signedIn.member, "read the ledger"\)[\s\S]*await authenticate\([\s\S]*requireScope\(caller, "reports"\);\s*return caller/);
    expect(read("app/api/export/open-export.ts")).toMatch(/requireMember\(\);[\s\S]*requirePermission\(member, "read the ledger"\)[\s\S]*findNewestCallId/);
  });
});
