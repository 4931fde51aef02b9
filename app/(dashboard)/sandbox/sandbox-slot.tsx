import { BacktestTab } from "@/components/sandbox/backtest/backtest-tab";
import { DrillTab } from "@/components/sandbox/drill/drill-tab";
import { OptimiseTab } from "@/components/sandbox/optimise/optimise-tab";
import { PublishCandidate } from "@/components/sandbox/publish/publish-candidate";
import { SandboxFrame } from "@/components/sandbox/sandbox-frame";
import { replayState } from "@/components/sandbox/replay-state";
import type { SandboxState } from "@/components/sandbox/state";
import { WhatIfTab } from "@/components/sandbox/what-if-tab";
import type { Member } from "@/lib/accounts/member";
import { isAllowed } from "@/lib/accounts/permissions";
import type { requireMember } from "@/lib/auth";
import { listPublished } from "@/lib/catalog/profile-versions";
import { writeDraft } from "@/lib/config/write-draft";
import { getDb } from "@/lib/db";
import { type CallDetail, findCall } from "@/lib/reports/call";
import type { ProfileChoice } from "@/lib/reports/profiles";
import type { View } from "@/lib/reports/scope";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { checkProfile } from "../profiles/actions";
import { publishCandidate } from "./actions";
import { getBackground } from "@/lib/scenarios/get-background";
import { SavedSlot } from "./scenarios/saved-slot";

type SandboxSlotProps = {
  member: Member;
  team: Awaited<ReturnType<typeof requireMember>>["team"];
  profile: ProfileChoice;
  view: View;
  given: SandboxState | null;
  /** The id of a call whose trouble is to be replayed; undefined for none. */
  replay: string | undefined;
};

/** Reads what the ledger and the catalogue say, and hands it to the browser: everything else happens there. */
export async function SandboxSlot({ member, team, profile, view, given, replay }: SandboxSlotProps) {
  const { teamId } = member;
  const [background, [published], call] = await withTimeLimit(Promise.all([
    getBackground(getDb(), { teamId, profileSlug: profile.slug, range: view.range, now: view.now }),
    listPublished(getDb(), teamId, profile.slug),
    given === null && replay !== undefined ? findCall(getDb(), teamId, replay) : null,
  ]));
  const current = background.profiles.find(({ slug }) => slug === profile.slug);
  if (!current || !published?.content) return <p className="text-body text-danger">The version of {profile.slug} that serves now cannot be read. Publish another, or choose another profile.</p>;
  const mayChange = isAllowed(member.role, "change the catalog");
  return (
    <SandboxFrame
      // Another profile, or another version of it, is another question.
      key={`${team.slug} ${profile.slug} ${profile.version}`}
      background={background}
      current={current}
      given={call ? replayState({ startedAtMs: call.startedAt.getTime(), failed: failedIn(call) }, background) : given}
      bar={<SavedSlot member={member} zone={team.timeZone} />}
      tabs={{
        "what-if": (
          <WhatIfTab
            publish={
              <PublishCandidate
                base={writeDraft({ slug: published.slug, name: published.name, content: published.content })}
                readOnly={mayChange ? null : `Your role (${member.role}) may try candidates, but not publish them. Ask an admin or an owner.`}
                check={checkProfile}
                publish={publishCandidate.bind(null, team.id)}
              />
            }
          />
        ),
        optimise: <OptimiseTab />,
        backtest: <BacktestTab teamId={teamId} />,
        drill: <DrillTab teamId={teamId} mayDrill={mayChange} />,
      }}
    />
  );
}

function failedIn({ attempts }: CallDetail): string[] {
  return attempts.flatMap(({ outcome, endpoint }) => (outcome === "failed" ? [endpoint] : []));
}
