import type { Metadata } from "next";
import { Panel } from "@/components/panel";
import { describeNoPassword } from "@/components/settings/describe-no-password";
import { Facts } from "@/components/settings/facts";
import { NameForm } from "@/components/settings/name-form";
import { PasswordForm } from "@/components/settings/password-form";
import { MIN_PASSWORD_LENGTH } from "@/lib/accounts/password";
import { getSignInMethods } from "@/lib/accounts/password-change";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { changePassword, renameAccount } from "./actions";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const { user } = await requireMember();
  const { hasPassword, services } = await getSignInMethods(getDb(), user.id);
  return (
    <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
      <Panel title="You" subtitle="The same in all your teams.">
        <NameForm name={user.name} renameAccount={renameAccount} />
        <div className="mt-4 border-t border-line pt-4"><Facts rows={[{ term: "E-mail", value: user.email, hint: "You sign in with it." }]} /></div>
      </Panel>
      <Panel title="Password" subtitle={hasPassword ? "Changing it signs you out everywhere else." : "You have none here."}>
        {hasPassword ? (
          <PasswordForm email={user.email} minLength={MIN_PASSWORD_LENGTH} changePassword={changePassword} />
        ) : (
          <p className="text-body text-muted">{describeNoPassword(services)}</p>
        )}
      </Panel>
    </div>
  );
}
