import type { Metadata } from "next";
import Link from "next/link";
import { AuthPage } from "@/components/sign-in/auth-page";
import { ForgotPasswordForm } from "@/components/sign-in/forgot-password-form";
import { findMailer } from "@/lib/mail";
import { requestReset } from "./actions";

export const metadata: Metadata = { title: "Forgot password" };
/** Whether mail is sent is decided where it runs, not where it was built. */
export const dynamic = "force-dynamic";

export default function ForgotPasswordPage() {
  return (
    <AuthPage title="Forgot your password" heading="Set a new password for RouteLedger" foot={<Link href="/sign-in" className="underline">Back to sign in</Link>}>
      {findMailer() === null ? <WithoutMail /> : <ForgotPasswordForm ask={requestReset} />}
    </AuthPage>
  );
}

function WithoutMail() {
  return (
    <div className="grid gap-3 text-body text-muted">
      <p>This installation sends no e-mail. Whoever runs it can make a link for you, with which you choose a new password:</p>
      <code className="rounded border border-line bg-canvas px-2 py-1.5 font-mono text-caption break-words text-ink">
        npm run --silent routeledger -- users reset-link EMAIL
      </code>
    </div>
  );
}
