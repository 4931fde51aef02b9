import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { ProfileEditor } from "@/components/profiles/profile-editor";
import { draftFromTemplate } from "@/components/profiles/profile-templates";
import { Templates } from "@/components/profiles/templates";
import { isAllowed } from "@/lib/accounts/permissions";
import { requireMember } from "@/lib/auth";
import { firstValues, type SearchParams } from "@/lib/reports/scope";
import { checkProfile, publishProfile } from "../actions";
import { listEndpointFacts } from "../endpoint-facts";

export const metadata: Metadata = { title: "New profile" };

export default async function NewProfilePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { member, team } = await requireMember();
  const mayChange = isAllowed(member.role, "change the catalog");
  const endpoints = await listEndpointFacts(member.teamId, team.timeZone, new Date());
  return (
    <>
      <PageHeader title="New profile" scope={`A fallback policy of ${team.name}.`} />
      {mayChange && endpoints.length > 0 ? (
        <ProfileEditor
          key={team.slug}
          team={team.slug}
          start={draftFromTemplate(firstValues(await searchParams).template, endpoints)}
          version={0}
          endpoints={endpoints}
          readOnly={null}
          check={checkProfile}
          publish={publishProfile.bind(null, team.id)}
        />
      ) : (
        <Templates hasEndpoints={endpoints.length > 0} mayChange={mayChange} role={member.role} />
      )}
    </>
  );
}
