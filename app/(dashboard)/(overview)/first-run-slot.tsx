import { FirstCall } from "@/components/first-run/first-call";
import { FirstRun } from "@/components/first-run/first-run";
import { isAllowed } from "@/lib/accounts/permissions";
import { ownOrigin, requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { findOnlyCall, getSetup } from "@/lib/reports/first-run";
import { createKey } from "../keys/actions";

/** In place of figures, for a team that has called nothing yet. */
export async function FirstRunSlot() {
  const { member, team, teams } = await requireMember();
  return (
    <FirstRun
      setup={await getSetup(getDb(), member.teamId)}
      baseUrl={`${await ownOrigin()}/api/v1`}
      team={team.slug}
      mayChange={isAllowed(member.role, "change the catalog")}
      createKey={isAllowed(member.role, "create API keys") ? createKey.bind(null, member.teamId) : null}
      hasDemo={teams.some(({ demo, slug }) => demo && slug !== team.slug)}
    />
  );
}

/** Above the figures while they are of one call. */
export async function FirstCallSlot() {
  const { member } = await requireMember();
  const call = await findOnlyCall(getDb(), member.teamId);
  return call ? <FirstCall call={call} /> : null;
}
