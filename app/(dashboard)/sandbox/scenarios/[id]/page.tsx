import { notFound, redirect } from "next/navigation";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { sandboxHref } from "@/components/sandbox/saved/pinned-scenario";
import { AccountError } from "@/lib/accounts/account-error";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { listSandboxProfiles } from "@/lib/scenarios/list-sandbox-profiles";
import { findScenario } from "@/lib/scenarios/saved/find-scenario";
import { stateOfRequest } from "../state-of-request";

/** The address by which a team shares a scenario: leads to the sandbox that shows it. */
export default async function ScenarioPage({ params }: { params: Promise<{ id: string }> }) {
  const { member } = await requireMember();
  const { id } = await params;
  const read = await readScenario(member, id);
  if (read === null) notFound();
  if ("address" in read) redirect(read.address);
  return (
    <>
      <PageHeader title="Sandbox" scope="A saved scenario." />
      <Panel title="It cannot be opened as it was saved">
        <ul className="grid gap-1 text-body text-muted">{read.problems.map((problem) => <li key={problem}>{problem}</li>)}</ul>
      </Panel>
    </>
  );
}

type Read = { address: string } | { problems: string[] };

async function readScenario(member: Awaited<ReturnType<typeof requireMember>>["member"], id: string): Promise<Read | null> {
  try {
    const found = await findScenario(getDb(), member, id);
    if (found === null) return null;
    const { endpoints } = await listSandboxProfiles(getDb(), member.teamId, new Date());
    const opened = stateOfRequest(found.request, endpoints);
    if ("problems" in opened) return { problems: Object.entries(opened.problems).map(([path, sentence]) => `${path}: ${sentence}`) };
    return { address: sandboxHref(opened, id) };
  } catch (error) {
    if (error instanceof AccountError) return { problems: [`${error.message}.`] };
    throw error;
  }
}
