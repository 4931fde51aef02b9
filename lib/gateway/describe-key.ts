import type { Caller } from "./authenticate";
import { jsonReply, type Exchange, type Reply } from "./exchange";
import type { Gateway } from "./gateway";

/** `GET /key`: what this key is, so that a developer can tell whether the right one is set. */
export function describeKey(_exchange: Exchange, caller: Caller, gateway: Gateway): Reply {
  const team = gateway.teamOf(caller).catalog;
  return jsonReply(200, {
    data: {
      id: caller.keyId,
      scopes: caller.scopes,
      team: { slug: team.slug, name: team.name, demonstration: team.demo },
      expires_at: caller.expiresAtMs === null ? null : new Date(caller.expiresAtMs).toISOString(),
    },
  });
}
