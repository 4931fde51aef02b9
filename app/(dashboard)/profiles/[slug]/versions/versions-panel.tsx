import { formatCount, plural } from "@/components/counts";
import { Panel } from "@/components/panel";
import { RollbackButton } from "@/components/profiles/rollback-button";
import { type VersionRow, VersionsTable } from "@/components/profiles/versions-table";
import { warcFigure } from "@/components/profiles/warc-figure";
import { formatTime } from "@/components/times";
import { availability } from "@/components/availability";
import type { Member } from "@/lib/accounts/member";
import { isAllowed } from "@/lib/accounts/permissions";
import type { ListedVersion } from "@/lib/catalog/profile-versions";
import { computeAvailability } from "@/lib/core/availability";
import { getDb } from "@/lib/db";
import { listPublishers } from "@/lib/reports/publishers";
import { longestRange, type View, viewHref } from "@/lib/reports/scope";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { listVersionFigures } from "@/lib/reports/version-figures";
import { restoreProfileVersion } from "../../actions";
import { findChanges } from "./find-changes";

type VersionsPanelProps = { member: Member; slug: string; versions: readonly ListedVersion[]; current: number; view: View };

export async function VersionsPanel({ member, slug, versions, current, view }: VersionsPanelProps) {
  const { teamId, role } = member;
  const [figures, publishers] = await withTimeLimit(
    Promise.all([listVersionFigures(getDb(), teamId, versions.map(({ id }) => id)), listPublishers(getDb(), teamId, slug)]),
  );
  const mayChange = isAllowed(role, "change the catalog");
  const rows = await Promise.all(versions.map(async ({ id, version, note, publishedAt }): Promise<VersionRow> => {
    const of = figures.get(id);
    const isCurrent = version === current;
    const before = versions.find((other) => other.version < version)?.version ?? version;
    return {
      version,
      isCurrent,
      published: formatTime(publishedAt, "minute", view.zone),
      by: publishers.get(`${slug}/${version}`) ?? null,
      note,
      warc: warcFigure(of?.warc, view.measure).text,
      calls: formatCount(of?.calls.all ?? 0),
      availability: availability(of ? computeAvailability(of.calls).withFallback : null),
      callsHref: viewHref("/calls", { ...view, profile: slug, preset: null, range: longestRange(view.now) }, { version: String(version) }),
      compareHref: `/profiles/${slug}/versions?base=${before}&other=${version}`,
      action: mayChange && !isCurrent ? (
        <RollbackButton slug={slug} version={version} current={current} changes={await findChanges(teamId, slug, current, version)} restore={restoreProfileVersion.bind(null, teamId)} />
      ) : null,
    };
  }));
  return (
    <Panel title="Versions" subtitle={`${plural(versions.length, "version")}. Grain: calls. Calls whose client left count for nobody's availability.`}>
      <VersionsTable rows={rows} warcLabel={warcFigure(undefined, view.measure).label} />
      {mayChange ? null : <p className="mt-6 text-table text-muted">Your role ({role}) may not roll back. Ask an admin or an owner.</p>}
    </Panel>
  );
}
