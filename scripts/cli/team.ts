import { listTeams, type Team } from "@/lib/accounts/teams";
import { findNearest } from "@/lib/core/nearest";
import { type Context, Refused } from "./command";

/**
 * The team of --team; when that was not given, the only one that is not a demonstration.
 * @throws Refused
 */
export async function chooseTeam({ db, note }: Context, slug: string | undefined): Promise<Team> {
  const teams = await listTeams(db);
  if (slug !== undefined) {
    const named = teams.find((team) => team.slug === slug);
    if (named) return named;
    const nearest = findNearest(slug, teams.map((team) => team.slug));
    throw new Refused(`there is no team with the slug ${slug}${nearest === null ? "" : `; the nearest is ${nearest}`}`);
  }
  const own = teams.filter((team) => !team.demo);
  const [only] = own;
  if (only === undefined) throw new Refused("there is no team yet: create one with `teams create --slug SLUG --name NAME`");
  if (own.length > 1) throw new Refused(`there are several teams: choose one with --team ${own.map((team) => team.slug).join("|")}`);
  note(`Team: ${only.slug}`);
  return only;
}
