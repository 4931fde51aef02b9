import type { Metadata } from "next";
import Link from "next/link";
import { AuthPage } from "@/components/sign-in/auth-page";
import { ResetPasswordForm } from "@/components/sign-in/reset-password-form";
import { findPasswordReset, RESET_FAULT } from "@/lib/accounts/password-reset";
import { getDb } from "@/lib/db";
import { setNewPassword } from "./actions";

export const metadata: Metadata = { title: "New password" };

const ASK_AGAIN = <Link href="/forgot-password" className="underline">Ask for a new link</Link>;
const BACK = <Link href="/sign-in" className="underline">Back to sign in</Link>;

export default async function ResetPasswordPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const reset = await findPasswordReset(getDb(), token, new Date());
  return (
    <AuthPage title="Choose a new password" heading="Set a new password for RouteLedger" foot={reset === null ? ASK_AGAIN : BACK}>
      {reset === null ? (
        <p className="text-body text-muted">
          {RESET_FAULT}.
        </p>
      ) : (
        <ResetPasswordForm token={token} email={reset.email} reset={setNewPassword} />
      )}
    </AuthPage>
  );
}
