import Link from "next/link";
import { Panel } from "../panel";
import { TEMPLATES } from "./profile-templates";

/** What stands here before the first profile: three to begin with, or the way to endpoints when there are none. */
export function Templates({ hasEndpoints, mayChange, role }: { hasEndpoints: boolean; mayChange: boolean; role: string }) {
  const subtitle = "A profile says who is asked for a call, in which order, and what happens when they fail.";
  return (
    <Panel title="No profile yet" subtitle={subtitle}>
      {!mayChange ? (
        <p className="text-body text-muted">Your role ({role}) may look at profiles, but not make them. Ask an admin or an owner.</p>
      ) : hasEndpoints ? (
        <TemplateList />
      ) : (
        <p className="text-body text-muted">
          A profile is made of endpoints, and this team has none:{" "}
          <Link href="/providers" className="text-brand underline underline-offset-2">add a provider and its models first</Link>.
        </p>
      )}
    </Panel>
  );
}

function TemplateList() {
  return (
    <ul className="grid gap-3 md:grid-cols-3">
      {TEMPLATES.map(({ key, name, purpose }) => (
        <li key={key} className="grid content-between gap-3 rounded-card border border-line p-4">
          <div>
            <p className="text-body font-semibold text-ink">{name}</p>
            <p className="mt-1 text-table text-muted">{purpose}</p>
          </div>
          <Link
            href={`/profiles/new?template=${key}`}
            className="flex h-9 items-center justify-self-start rounded bg-brand px-4 text-body font-medium text-brand-contrast hover:bg-brand-strong"
          >
            Begin with it
          </Link>
        </li>
      ))}
    </ul>
  );
}
