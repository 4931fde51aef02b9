import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Brand } from "@/components/brand";
import { Panel } from "@/components/panel";
import { SignInForm } from "@/components/sign-in/sign-in-form";
import { findSessionOfRequest, WAIT_PREFIX } from "@/lib/auth";
import { firstValues, type SearchParams } from "@/lib/reports/scope";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { from, error } = firstValues(await searchParams);
  const returnTo = ownPath(from);
  if (error === undefined && (await findSessionOfRequest())) redirect(returnTo);
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex justify-center"><Brand /></div>
        <h1 className="sr-only">Sign in to RouteLedger</h1>
        <Panel title="Sign in">
          {from === undefined ? null : (
            <p className="mb-4 text-table text-muted">Sign in to go on where you were.</p>
          )}
          {error === "no-team" ? (
            <p className="mb-4 text-table text-warning">
              Your account belongs to no team. Ask an owner to add you, then sign in again.
            </p>
          ) : null}
          <SignInForm returnTo={returnTo} waitPrefix={WAIT_PREFIX} />
        </Panel>
        <p className="mt-4 text-center text-caption text-subtle">
          The first start printed the owner&apos;s e-mail and password.
        </p>
      </div>
    </main>
  );
}

/** Only a path of our own: a link to this page must not lead elsewhere. */
function ownPath(from: string | undefined): string {
  return from !== undefined && /^\/(?![/\\])[^\\\s]*$/.test(from) ? from : "/";
}
