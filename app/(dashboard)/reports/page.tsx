import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { requireMember } from "@/lib/auth";

export const metadata: Metadata = { title: "Reports" };

export default async function ReportsPage() {
  await requireMember();
  return (
    <>
      <PageHeader title="Reports" scope="A month's cost, closed and reconciled." />
      <Panel title="Not built yet">
        <p className="max-w-prose text-body text-muted">
          This version of RouteLedger closes no months. The figures of a month are on the{" "}
          <Link href="/?range=last-month" className="text-brand underline underline-offset-2">Overview</Link>, and every call of it
          can be exported from <Link href="/calls?range=last-month" className="text-brand underline underline-offset-2">Calls</Link>.
        </p>
      </Panel>
    </>
  );
}
