import { findApiKey } from "@/lib/accounts/keys/load-api-keys";
import { findSignedIn, getSecret } from "@/lib/auth";
import { getDb } from "@/lib/db";
import type { KeyRing } from "@/lib/gateway/authenticate";
import { KeyLookup } from "@/lib/gateway/key-lookup";
import { answerReport } from "../answer-report";

export const dynamic = "force-dynamic";

/** On the global object: Next loads this module once for every bundle, and made-up keys must not become a query each. */
const shared = globalThis as { routeledgerReportKeys?: KeyRing };

function prepareKeys(): KeyRing {
  const lookup = new KeyLookup((keyId) => findApiKey(getDb(), keyId));
  return { peppers: getSecret().peppers, verified: new Map(), holdsKey: () => false, findKey: (keyId) => lookup.find(keyId) };
}

/** `GET /api/reports/{yyyy-mm}?format=json|csv|pdf|focus`: docs/reports.md */
export async function GET(request: Request, { params }: { params: Promise<{ month: string }> }): Promise<Response> {
  shared.routeledgerReportKeys ??= prepareKeys();
  return answerReport(request, (await params).month, { db: getDb(), readers: { keys: shared.routeledgerReportKeys, findSignedIn }, now: new Date() });
}
