import { DrillTab } from "@/components/sandbox/drill/drill-tab";
import { SandboxFrame } from "@/components/sandbox/sandbox-frame";
import type { SandboxState } from "@/components/sandbox/state";
import { WhatIfTab } from "@/components/sandbox/what-if-tab";
import type { Member } from "@/lib/accounts/member";
import { isAllowed } from "@/lib/accounts/permissions";
import type { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import type { ProfileChoice } from "@/lib/reports/profiles";
import type { View } from "@/lib/reports/scope";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { readBackground } from "./read-background";
import { SavedSlot } from "./scenarios/saved-slot";

type SandboxSlotProps = {
  member: Member;
  team: Awaited<ReturnType<typeof requireMember>>["team"];
  profile: ProfileChoice;
  view: View;
  given: SandboxState | null;
};

/** Reads what the ledger and the catalogue say, and hands it to the browser: everything else happens there. */
export async function SandboxSlot({ member, team, profile, view, given }: SandboxSlotProps) {
  const background = await withTimeLimit(readBackground(getDb(), { teamId: member.teamId, range: view.range, now: view.now }));
  const current = background.profiles.find(({ slug }) => slug === profile.slug);
  if (!current) return <p className="text-body text-danger">The version of {profile.slug} that serves now cannot be read. Publish another, or choose another profile.</p>;
  return (
    <SandboxFrame
      // Another profile, or another version of it, is another question.
      key={`${team.slug} ${profile.slug} ${profile.version}`}
      background={background}
      current={current}
      given={given}
      bar={<SavedSlot member={member} zone={team.timeZone} />}
      tabs={{
        "what-if": <WhatIfTab />,
        drill: <DrillTab teamId={member.teamId} mayDrill={isAllowed(member.role, "change the catalog")} />,
      }}
    />
  );
}
