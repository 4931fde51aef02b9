import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/page-header";
import { PanelSlot } from "@/components/panel-slot";
import { ProfileEditor } from "@/components/profiles/profile-editor";
import { ProfileTabs } from "@/components/profiles/profile-tabs";
import { formatTime } from "@/components/times";
import { isAllowed } from "@/lib/accounts/permissions";
import { requireMember } from "@/lib/auth";
import { listPublished } from "@/lib/catalog/profile-versions";
import { writeDraft } from "@/lib/config/write-draft";
import { getDb } from "@/lib/db";
import { firstValues, type SearchParams } from "@/lib/reports/scope";
import { checkProfile, publishProfile } from "../../actions";
import { listEndpointFacts } from "../../endpoint-facts";
import { CalibrationSlot } from "./calibration-slot";

const CALIBRATION = "min-h-28";

type ProfilePageProps = { params: Promise<{ slug: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata({ params }: ProfilePageProps): Promise<Metadata> {
  return { title: (await params).slug };
}

export default async function ProfilePage({ params, searchParams }: ProfilePageProps) {
  const { member, team } = await requireMember();
  const { slug } = await params;
  const [profile] = await listPublished(getDb(), member.teamId, slug);
  if (!profile) notFound();
  const { name, version, content, publishedAt } = profile;
  const justPublished = firstValues(await searchParams).published === String(version);
  const scope = `${name === slug ? "" : `${name}. `}Version ${version} serves, published ${formatTime(publishedAt, "minute", team.timeZone)} ${team.timeZone}.`;
  return (
    <>
      <PageHeader title={slug} scope={scope}><ProfileTabs slug={slug} current="rules" /></PageHeader>
      {justPublished ? <p role="status" className="mb-4 text-body text-ink">Version {version} is published: calls follow it from now on.</p> : null}
      {content === null ? (
        <p className="text-body text-danger">This version cannot be read, so it serves no call. Roll back to an earlier one, or apply a configuration file.</p>
      ) : (
        <ProfileEditor
          key={`${team.slug} ${version}`}
          team={team.slug}
          start={writeDraft({ slug, name, content })}
          version={version}
          endpoints={await listEndpointFacts(member.teamId, team.timeZone, new Date())}
          readOnly={isAllowed(member.role, "change the catalog") ? null : `Your role (${member.role}) may look at profiles, but not change them. Ask an admin or an owner.`}
          check={checkProfile}
          publish={publishProfile.bind(null, team.id)}
        />
      )}
      <div id="predicted" className="mt-4 grid grid-cols-1">
        <PanelSlot title="Predicted and happened" className={CALIBRATION}><CalibrationSlot member={member} slug={slug} className={CALIBRATION} /></PanelSlot>
      </div>
    </>
  );
}
