import type { Metadata } from "next";
import { Panel } from "@/components/panel";
import { PanelSlot } from "@/components/panel-slot";
import { ConfirmButton } from "@/components/form/confirm-button";
import { SessionsTable } from "@/components/settings/sessions-table";
import { plural } from "@/components/counts";
import { listSessions } from "@/lib/accounts/session-list";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { endOtherSessions, endSession } from "./actions";

export const metadata: Metadata = { title: "Sessions" };

export default function SessionsPage() {
  return (
    <div className="grid grid-cols-1">
      <PanelSlot title="Sessions" className="min-h-40"><SessionsPanel /></PanelSlot>
    </div>
  );
}

async function SessionsPanel() {
  const { user, team, sessionId } = await requireMember();
  const sessions = await withTimeLimit(listSessions(getDb(), user.id, new Date()));
  const others = sessions.filter(({ id }) => id !== sessionId).length;
  return (
    <Panel
      title="Sessions"
      subtitle={`Where you are signed in. Last seen to a few minutes. Times in ${team.timeZone}.`}
      className="min-h-40"
      aside={others === 0 ? undefined : (
        <ConfirmButton
          label="Sign out everywhere else"
          title="Sign out everywhere else?"
          confirmLabel="Sign out everywhere else"
          busyLabel="Signing out…"
          action={endOtherSessions}
          values={{}}
        >
          <p>{plural(others, "session")} {others === 1 ? "ends" : "end"} at once; this one goes on.</p>
        </ConfirmButton>
      )}
    >
      <SessionsTable sessions={sessions} currentId={sessionId} zone={team.timeZone} endSession={endSession} />
    </Panel>
  );
}
