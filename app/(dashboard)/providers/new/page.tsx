import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { NotAllowedNote } from "@/components/providers/not-allowed-note";
import { ProviderForm } from "@/components/providers/provider-form";
import { isAllowed } from "@/lib/accounts/permissions";
import { requireMember } from "@/lib/auth";
import { submitProvider } from "../actions";

export const metadata: Metadata = { title: "Add a provider" };

export default async function NewProviderPage() {
  const { member, team } = await requireMember();
  return (
    <>
      <PageHeader title="Add a provider" scope={<Link href="/providers" className="text-brand underline underline-offset-2">All providers of {team.name}</Link>} />
      {isAllowed(member.role, "change the catalog") ? (
        <Panel title="Provider" subtitle="Its models and their prices come next."><ProviderForm save={submitProvider.bind(null, team.id)} provider={null} mark="" /></Panel>
      ) : (
        <NotAllowedNote role={member.role} />
      )}
    </>
  );
}
