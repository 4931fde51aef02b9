import { type Member, requirePermission } from "@/lib/accounts/member";
import { ApiError } from "@/lib/core/errors";
import { authenticate, type KeyRing, requireScope } from "@/lib/gateway/authenticate";
import { isOfOwnSite } from "./own-site";

/** Who may ask: the holder of a key, and who is signed in, or a word for why nobody is. */
export type Readers = { keys: KeyRing; findSignedIn: () => Promise<{ member: Member } | string> };

/**
 * Whose reports a request may read: an API key's team where its scope is `reports`, or that of who is signed in and asks
 * from a page of ours.
 * @throws ApiError 401, 403
 */
export async function requireReader(request: Request, { keys, findSignedIn }: Readers): Promise<{ teamId: string }> {
  const headers = Object.fromEntries(request.headers);
  if (headers["authorization"] === undefined && headers["x-api-key"] === undefined && isOfOwnSite(request)) {
    const signedIn = await findSignedIn();
    if (typeof signedIn !== "string") {
      requirePermission(signedIn.member, "read the ledger");
      return signedIn.member;
    }
  }
  const caller = await authenticate({ headers }, keys, Date.now());
  requireScope(caller, "reports");
  return caller;
}

/** @throws ApiError 400 */
export function requireChoice<Choice extends string>(name: string, given: string | null, choices: readonly [Choice, ...Choice[]]): Choice {
  const found = given === null ? choices[0] : choices.find((choice) => choice === given);
  if (found !== undefined) return found;
  throw new ApiError("invalid_request", `There is no ${name} “${(given ?? "").slice(0, 40)}”: it is ${choices.slice(0, -1).join(", ")} or ${choices.at(-1) ?? ""}.`, { param: name });
}
