import { ScenarioBar } from "@/components/sandbox/saved/scenario-bar";
import { formatTime } from "@/components/times";
import type { Member } from "@/lib/accounts/member";
import { isAllowed } from "@/lib/accounts/permissions";
import { ownOrigin } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { listScenarios } from "@/lib/scenarios/saved/list-scenarios";
import { deleteScenario, exportScenario, importScenario, renameScenario, saveScenario } from "./actions";

/** The team's scenarios, for the page that shows one; stands within the sandbox's frame. */
export async function SavedSlot({ member, zone }: { member: Member; zone: string }) {
  const { teamId, role } = member;
  const [scenarios, origin] = await Promise.all([listScenarios(getDb(), member), ownOrigin()]);
  return (
    <ScenarioBar
      scenarios={scenarios.map(({ id, name, updatedBy, updatedAt }) => ({ id, name, by: updatedBy, at: `${formatTime(updatedAt, "minute", zone)} ${zone}` }))}
      readOnly={isAllowed(role, "save scenarios") ? null : `Your role (${role}) may open scenarios, but not save them.`}
      origin={origin}
      actions={{
        save: saveScenario.bind(null, teamId), rename: renameScenario.bind(null, teamId), remove: deleteScenario.bind(null, teamId),
        write: exportScenario, read: importScenario,
      }}
    />
  );
}
