import { NotAllowedError, requirePermission } from "@/lib/accounts/member";
import { requireMember } from "@/lib/auth";
import { parseFocusFile, parseFocusVersion } from "@/lib/billing/focus/focus-version";
import { openFocus } from "@/lib/billing/focus/open-focus";
import { renderFocus } from "@/lib/billing/focus/render-focus";
import { isMonth } from "@/lib/core/month";
import { getDb } from "@/lib/db";

export const dynamic = "force-dynamic";

/** A file of a month's FOCUS export: `month=2026-11`, `version=1.2` or `1.4`, `file=charges`, `exceptions`, `metadata` or `billing-period`. */
export async function GET(request: Request): Promise<Response> {
  const { member } = await requireMember();
  try {
    requirePermission(member, "read the ledger");
  } catch (error) {
    if (error instanceof NotAllowedError) return new Response(`${error.message}.\n`, { status: 403 });
    throw error;
  }
  const { searchParams } = new URL(request.url);
  const month = searchParams.get("month") ?? "";
  if (!isMonth(month)) return new Response("Name a month such as 2026-11.\n", { status: 400 });
  const [version, file] = [parseFocusVersion(searchParams.get("version")), parseFocusFile(searchParams.get("file"))];
  const now = new Date();
  const closing = /^[1-9]\d{0,8}$/.exec(searchParams.get("closing") ?? "")?.[0];
  const source = await openFocus(getDb(), { teamId: member.teamId, month, now, ...(closing !== undefined && { closing: Number(closing) }) });
  if (!source) return new Response(`No FOCUS export was kept of version ${closing ?? ""} of ${month}.\n`, { status: 404 });
  const { fileName, contentType, body } = renderFocus(source, { version, file, now });
  return new Response(body, {
    headers: {
      "content-type": contentType, "content-disposition": `attachment; filename="${fileName}"`, "cache-control": "no-store", "x-content-type-options": "nosniff",
    },
  });
}
