import { operatorOf } from "@/lib/accounts/member";
import { diffProfileVersions, listProfileVersions } from "@/lib/catalog/profile-versions";
import { restoreVersion } from "@/lib/config/change-profile";
import { formatFieldChange } from "@/lib/config/format-changes";
import { type Command, type Context, readArgs, Refused, UsageError } from "./command";
import { chooseTeam } from "./team";

const TEAM = { team: { type: "string" } } as const;

export const profilesVersions: Command = {
  usage: "profiles versions SLUG [--team SLUG]",
  about: "list a profile's versions, latest first: number, time, whether current, why published",
  prepare(args) {
    const { values, positionals } = readArgs(args, TEAM, ["SLUG"]);
    const [slug = ""] = positionals;
    return async (context) => {
      const team = await chooseTeam(context, values.team);
      for (const { version, publishedAt, current, note } of await listProfileVersions(context.db, team.id, slug)) {
        context.out([version, publishedAt.toISOString(), current ? "current" : "-", note].join("\t"));
      }
    };
  },
};

export const profilesDiff: Command = {
  usage: "profiles diff SLUG [FROM] [TO] [--team SLUG]",
  about: "tell what one version of a profile says differently from another; the current one from the one before unless given",
  prepare(args) {
    const { values, positionals } = readArgs(args, TEAM, ["SLUG"], ["FROM", "TO"]);
    const [slug = "", from, to] = positionals;
    const [first, second] = [from === undefined ? null : readVersion(from), to === undefined ? null : readVersion(to)];
    return (context) => diff(context, values.team, slug, first, second);
  },
};

async function diff(
  context: Context,
  team: string | undefined,
  slug: string,
  from: number | null,
  to: number | null,
): Promise<void> {
  const { id } = await chooseTeam(context, team);
  const latter = to ?? (await listProfileVersions(context.db, id, slug)).find(({ current }) => current)?.version ?? 1;
  const former = from ?? latter - 1;
  if (former < 1) throw new Refused(`The profile ${slug} is at its first version: there is none before it`);
  const changes = await diffProfileVersions(context.db, id, slug, former, latter);
  for (const change of changes) context.out(formatFieldChange(change));
  context.note(`${changes.length === 0 ? "Nothing differs" : "That is what differs"} from version ${former} to ${latter}.`);
}

export const profilesRestore: Command = {
  usage: "profiles restore SLUG VERSION [--team SLUG]",
  about: "let a profile serve an earlier version again, as it was published",
  prepare(args) {
    const { values, positionals } = readArgs(args, TEAM, ["SLUG", "VERSION"]);
    const [slug = "", wanted = ""] = positionals;
    const version = readVersion(wanted);
    return async (context) => {
      const team = await chooseTeam(context, values.team);
      const { kind, before } = await restoreVersion(context.db, operatorOf(team.id), slug, version);
      const former = kind === "unchanged" ? "as before" : `in place of ${String(before?.["version"])}`;
      context.note(`The profile ${slug} serves version ${version}, ${former}.`);
    };
  },
};

/** @throws UsageError */
function readVersion(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`"${text}" is not the number of a version`);
}
