import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { requireMember } from "@/lib/auth";

export const metadata: Metadata = { title: "Sandbox" };

export default async function SandboxPage() {
  await requireMember();
  return (
    <>
      <PageHeader title="Sandbox" scope="What a profile will cost, and hold, before it goes live." />
      <Panel title="Not built yet">
        <p className="max-w-prose text-body text-muted">
          This version of RouteLedger does not simulate outages. What it can tell beforehand is the plan that a draft of
          a profile makes for a sample request: open a profile under{" "}
          <Link href="/profiles" className="text-brand underline underline-offset-2">Profiles</Link>.
        </p>
      </Panel>
    </>
  );
}
