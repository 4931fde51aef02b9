import { describe, expect, test } from "vitest";
import { runCommandLine } from "./run";

/** Without a database: what is typed wrongly is told before anything is connected to. */
async function run(line: string) {
  const [out, notes]: [string[], string[]] = [[], []];
  const code = await runCommandLine(line === "" ? [] : line.split(" "), {
    variables: {},
    folder: "/",
    out: (text) => void out.push(text),
    note: (text) => void notes.push(text),
  });
  return { code, out, notes };
}

describe("a command that is typed wrongly", () => {
  test.each([
    ["", "usage:"], ["key create", 'the nearest is "keys create"'], ["keys", "the nearest is"], ["apply", "FILE.yaml is missing"],
    ["apply a b", '"b" is not expected here'], ["apply a --teem x", "Unknown option '--teem'"], ["keys create", "--name is missing"],
    ["users create --email a@b --role king", "--role must be one of owner, admin, member, viewer"], ["migrate now", "not expected"],
    ["profile diff x", 'the nearest is "profiles diff"'], ["profiles diff", "SLUG is missing"], ["profiles diff x 1 2 3", '"3" is not expected here'],
    ["profiles diff x v1", '"v1" is not the number of a version'], ["profiles restore x", "VERSION is missing"], ["profiles restore x 0", "not the number"],
    ["simulate", "FILE is missing"], ["simulate a --jsn", "Unknown option '--jsn'"],
  ])("%j exits with 2 and says how", async (line, note) => {
    const { code, out, notes } = await run(line);
    expect({ code, out }).toEqual({ code: 2, out: [] });
    expect(notes.join("\n")).toContain(note);
  });

  test.each(["help", "--help", "keys create --help", "profiles diff --help"])("%j is no mistake", async (line) => {
    expect(await run(line)).toMatchObject({ code: 0, notes: [] });
  });
});
