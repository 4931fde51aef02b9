import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AuthPage } from "@/components/sign-in/auth-page";
import { ServiceButtons } from "@/components/sign-in/service-buttons";
import { SignInForm } from "@/components/sign-in/sign-in-form";
import { findSessionOfRequest, WAIT_PREFIX } from "@/lib/auth";
import { listServices } from "@/lib/auth/services";
import { getEnv } from "@/lib/env";
import { firstValues, type SearchParams } from "@/lib/reports/scope";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { from, error, done } = firstValues(await searchParams);
  const returnTo = ownPath(from);
  if (error === undefined && (await findSessionOfRequest())) redirect(returnTo);
  return (
    <AuthPage title="Sign in" heading="Sign in to RouteLedger" foot={<>The first start printed the owner&apos;s e-mail and password.</>}>
      {from === undefined ? null : <p className="mb-4 text-table text-muted">Sign in to go on where you were.</p>}
      {done === "password" ? <p role="status" className="mb-4 text-table text-muted">Your new password is set. Sign in with it.</p> : null}
      {error === undefined ? null : <SignInProblem error={error} />}
      <SignInForm returnTo={returnTo} waitPrefix={WAIT_PREFIX} />
      <p className="mt-4 text-center text-table"><Link href="/forgot-password" className="text-muted underline hover:text-ink">Forgot your password?</Link></p>
      <ServiceButtons services={listServices(getEnv())} returnTo={returnTo} />
    </AuthPage>
  );
}

const PROBLEMS: Record<string, string | undefined> = {
  "no-team": "Your account belongs to no team. Ask an owner to add you, then sign in again.",
  "outside-unknown": "Nobody here has the e-mail of that account. Ask an owner or admin of a team to invite that e-mail, then try again.",
  "outside-unverified": "That service does not say that your e-mail is verified. Verify it there, or sign in with your password.",
  "outside-taken": "Who has that e-mail here signs in with another account of that service. Use that one, or your password.",
  OAuthCallback: "The service did not confirm who you are. Start again from this page; if it goes on, tell whoever runs RouteLedger.",
  OAuthSignin: "The service could not be reached. Try again in a minute; if it goes on, tell whoever runs RouteLedger.",
};
/** Whatever else went wrong between us and the service. */
const OTHER = "Signing in did not work out. Start again from this page.";

function SignInProblem({ error }: { error: string }) {
  return <p role="alert" className="mb-4 text-table text-warning">{(Object.hasOwn(PROBLEMS, error) ? PROBLEMS[error] : null) ?? OTHER}</p>;
}

/** Only a path of our own: a link to this page must not lead elsewhere. */
function ownPath(from: string | undefined): string {
  return from !== undefined && /^\/(?![/\\])[^\\\s]*$/.test(from) ? from : "/";
}
