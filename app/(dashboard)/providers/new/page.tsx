import type { Metadata } from "next";
import Link from "next/link";
import { formatCount } from "@/components/counts";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { KnownForm } from "@/components/providers/known-form";
import { KnownList } from "@/components/providers/known-list";
import { NotAllowedNote } from "@/components/providers/not-allowed-note";
import { prepareChoices } from "@/components/providers/prepare-known";
import { ProviderForm } from "@/components/providers/provider-form";
import { formatTime } from "@/components/times";
import { isAllowed } from "@/lib/accounts/permissions";
import { requireMember } from "@/lib/auth";
import { type Known, type KnownProvider, loadKnown } from "@/lib/catalog/known/load-known";
import { submitKnownProvider, submitProvider } from "../actions";

export const metadata: Metadata = { title: "Add a provider" };

const LINK = "text-brand underline underline-offset-2";

/** `?from=groq` is the form of a provider of the catalogue, `?from=hand` the empty one. */
export default async function NewProviderPage({ searchParams }: { searchParams: Promise<{ from?: string | string[] }> }) {
  const { member, team } = await requireMember();
  const { from } = await searchParams;
  const header = <PageHeader title="Add a provider" scope={<Link href="/providers" className={LINK}>All providers of {team.name}</Link>} />;
  if (!isAllowed(member.role, "change the catalog")) return <>{header}<NotAllowedNote role={member.role} /></>;
  const known = await loadKnown();
  const chosen = known.providers.find(({ slug }) => slug === from);
  return (
    <>
      {header}
      {chosen ? (
        <KnownPanel teamId={team.id} provider={chosen} date={dateOf(known)} />
      ) : from === "hand" ? (
        <Panel title="By hand" subtitle="Its models and their prices come next." aside={<Link href="/providers/new" className={`${LINK} text-table`}>From the catalogue</Link>}>
          <ProviderForm save={submitProvider.bind(null, team.id)} provider={null} mark="" />
        </Panel>
      ) : (
        <KnownProvidersPanel known={known} />
      )}
    </>
  );
}

function KnownProvidersPanel({ known }: { known: Known }) {
  const entries = known.providers.map(({ slug, name, models }) => ({ slug, name, models: models.length, priced: models.filter(({ prices }) => prices.length > 0).length }));
  const priced = entries.reduce((sum, entry) => sum + entry.priced, 0);
  const sorted = entries.sort((a, b) => a.name.localeCompare(b.name, "en"));
  return (
    <Panel
      title="From the catalogue"
      subtitle={`Base URL, models and ${formatCount(priced)} prices of ${dateOf(known)} come along, from ${known.sources.map(({ name }) => name).join(" and ")}.`}
    >
      <div className="grid gap-4">
        <KnownList entries={sorted} />
        <p className="text-table text-muted">Your own server, or one that is not here? <Link href="/providers/new?from=hand" className={LINK}>Add it by hand</Link></p>
      </div>
    </Panel>
  );
}

function KnownPanel({ teamId, provider, date }: { teamId: string; provider: KnownProvider; date: string }) {
  const { slug, name, baseUrl, baseUrlForm, env, docs, models } = provider;
  return (
    <Panel title={name} subtitle={`Prices of ${date}, each kept with its source.${baseUrl === null ? "" : ` Calls go to ${baseUrl}.`}`} aside={<Link href="/providers/new" className={`${LINK} text-table`}>Another provider</Link>}>
      <KnownForm key={slug} save={submitKnownProvider.bind(null, teamId)} provider={{ slug, name, baseUrl, baseUrlForm, env, docs }} choices={prepareChoices(models)} />
    </Panel>
  );
}

/** The day of the newest source: "28 Sep 2026". */
function dateOf({ sources }: Known): string {
  const newest = sources.map(({ asOf }) => asOf).sort().at(-1) ?? "";
  return formatTime(new Date(`${newest}T00:00:00Z`), "date", "UTC");
}
