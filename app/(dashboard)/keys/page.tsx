import type { Metadata } from "next";
import { CreateKeyForm } from "@/components/keys/create-key-form";
import { KeysTable } from "@/components/keys/keys-table";
import { plural } from "@/components/counts";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { listApiKeys } from "@/lib/accounts/keys/list-api-keys";
import { isAllowed } from "@/lib/accounts/permissions";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { createKey, revokeKey } from "./actions";

export const metadata: Metadata = { title: "API keys" };

export default async function KeysPage() {
  const { member, team } = await requireMember();
  const keys = await listApiKeys(getDb(), member);
  const may = (action: Parameters<typeof isAllowed>[1]) => isAllowed(member.role, action);
  const mayRevoke = (ownerId: string) =>
    may("revoke any API key") || (ownerId === member.userId && may("revoke own API keys"));
  return (
    <>
      <PageHeader title="API keys" scope={`Clients of ${team.name} send one with every call.`} />
      <div className="grid grid-cols-1 gap-4">
        {may("create API keys") ? (
          <Panel title="New key" subtitle={`It belongs to you, and calls for ${team.name}.`}>
            <CreateKeyForm createKey={createKey} />
          </Panel>
        ) : (
          <p className="text-table text-muted">Your role ({member.role}) may see keys, but not make or revoke them. Ask a member or an admin.</p>
        )}
        <Panel title={plural(keys.length, "key")} subtitle="Times in UTC">
          {keys.length === 0 ? (
            <p className="py-4 text-body text-muted">No key yet. The first one lets a client call.</p>
          ) : (
            <KeysTable
              rows={keys.map((key) => ({ ...key, mayRevoke: mayRevoke(key.ownerId) }))}
              now={new Date()}
              zone="UTC"
              revokeKey={revokeKey}
            />
          )}
        </Panel>
      </div>
    </>
  );
}
