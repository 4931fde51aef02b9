import { formatCount } from "@/components/counts";
import { ProfileCard } from "@/components/profiles/profile-card";
import { Templates } from "@/components/profiles/templates";
import { warcFigure } from "@/components/profiles/warc-figure";
import { formatTime } from "@/components/times";
import type { Member } from "@/lib/accounts/member";
import { isAllowed } from "@/lib/accounts/permissions";
import { listEndpointIds } from "@/lib/catalog/endpoints";
import { listPublished } from "@/lib/catalog/profile-versions";
import { getDb } from "@/lib/db";
import { listPublishers } from "@/lib/reports/publishers";
import { type Scope, type View, viewHref } from "@/lib/reports/scope";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { listProfileFigures } from "@/lib/reports/version-figures";

/** The team's profiles, each with what it did in the view's range. */
export async function ProfileList({ member, view, scope }: { member: Member; view: View; scope: Scope }) {
  const { teamId, role } = member;
  const mayChange = isAllowed(role, "change the catalog");
  const [published, publishers, figures] = await withTimeLimit(
    Promise.all([listPublished(getDb(), teamId), listPublishers(getDb(), teamId), listProfileFigures(getDb(), scope)]),
  );
  if (published.length === 0) {
    const hasEndpoints = (await listEndpointIds(getDb(), teamId)).size > 0;
    return <Templates hasEndpoints={hasEndpoints} mayChange={mayChange} role={role} />;
  }
  return (
    <div className="grid gap-3">
      {published.filter(({ slug }) => view.profile === null || slug === view.profile).map((profile) => {
        const { id, slug, name, version, content, note, publishedAt } = profile;
        const of = figures.get(id);
        const by = publishers.get(`${slug}/${version}`);
        const own = { ...view, profile: slug };
        const editHref = viewHref(`/profiles/${slug}`, { ...view, profile: null });
        return (
          <ProfileCard
            key={id}
            name={name}
            slug={slug}
            strategy={content?.rules.strategy ?? null}
            endpoints={content?.tiers.map(({ endpoint }) => endpoint.name) ?? []}
            version={version}
            published={`Published ${formatTime(publishedAt, "minute", view.zone)}${by === undefined ? "" : ` by ${by}`}`}
            note={note}
            calls={{ text: formatCount(of?.calls.all ?? 0), href: viewHref("/calls", own) }}
            warc={{ ...warcFigure(of?.warc, view.measure), href: viewHref("/", own) }}
            editHref={editHref}
            versionsHref={viewHref(`/profiles/${slug}/versions`, { ...view, profile: null })}
            editLabel={mayChange ? "Edit" : "Look at"}
          />
        );
      })}
    </div>
  );
}
