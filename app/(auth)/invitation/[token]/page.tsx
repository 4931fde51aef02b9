import type { Metadata } from "next";
import Link from "next/link";
import { AcceptForm } from "@/components/sign-in/accept-form";
import { AuthPage } from "@/components/sign-in/auth-page";
import { JoinForm } from "@/components/sign-in/join-form";
import { ServiceButtons } from "@/components/sign-in/service-buttons";
import { findInvitation, findInvitationFault, type FoundInvitation, INVITATION_FAULTS } from "@/lib/accounts/accept-invitation";
import { roleWithArticle } from "@/lib/accounts/letters";
import { findSessionOfRequest } from "@/lib/auth";
import { listServices } from "@/lib/auth/services";
import { getDb } from "@/lib/db";
import { getEnv } from "@/lib/env";
import { acceptAsMe, joinAsNew, signOutToInvitation } from "./actions";

export const metadata: Metadata = { title: "Invitation" };

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const now = new Date();
  const [invitation, session] = await Promise.all([findInvitation(getDb(), token, now), findSessionOfRequest()]);
  if (invitation === null) return <ClosedInvitation token={token} now={now} />;
  const { teamName, invitedBy, role, email } = invitation;
  return (
    <AuthPage title={`Join ${teamName}`} heading={`Invitation to ${teamName} on RouteLedger`}>
      <p className="mb-4 text-body text-muted">
        {invitedBy} invites you to the team <strong className="font-semibold text-ink">{teamName}</strong>, as {roleWithArticle(role)}.
        The invitation is for <strong className="font-semibold break-words text-ink">{email}</strong>.
      </p>
      <WayIn token={token} invitation={invitation} signedInAs={session?.user.email ?? null} />
    </AuthPage>
  );
}

type WayInProps = { token: string; invitation: FoundInvitation; /** An e-mail. */ signedInAs: string | null };

function WayIn({ token, invitation: { teamName, email, hasAccount }, signedInAs }: WayInProps) {
  if (signedInAs === email) return <AcceptForm token={token} label={`Join ${teamName}`} accept={acceptAsMe} />;
  if (signedInAs !== null) {
    return (
      <>
        <p className="mb-4 text-table text-warning">
          You are signed in as {signedInAs}. Sign out to go on as {email}, or ask for an invitation for the e-mail that you use.
        </p>
        <AcceptForm token={token} label="Sign out and go on" accept={signOutToInvitation} />
      </>
    );
  }
  if (!hasAccount) {
    return (
      <>
        <JoinForm token={token} join={joinAsNew} />
        <ServiceButtons services={listServices(getEnv())} returnTo="/" />
      </>
    );
  }
  return (
    <Link
      href={`/sign-in?from=${encodeURIComponent(`/invitation/${token}`)}`}
      className="flex h-9 items-center justify-center rounded bg-brand px-4 text-body font-medium text-brand-contrast hover:bg-brand-strong"
    >
      Sign in to join
    </Link>
  );
}

/** Says why, and nothing of the team: the link may have come into other hands. */
async function ClosedInvitation({ token, now }: { token: string; now: Date }) {
  const fault = await findInvitationFault(getDb(), token, now);
  return (
    <AuthPage title="This invitation cannot be used" heading="Invitation to RouteLedger" foot={<Link href="/sign-in" className="underline">Sign in</Link>}>
      <p className="text-body text-muted">{INVITATION_FAULTS[fault ?? "unknown"]}.</p>
    </AuthPage>
  );
}
