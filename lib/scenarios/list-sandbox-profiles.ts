import { listEndpointChoices } from "@/lib/catalog/endpoint-choices";
import { listPublished } from "@/lib/catalog/profile-versions";
import type { Endpoint } from "@/lib/core/profile";
import type { Db } from "@/lib/db";
import type { SandboxProfile } from "@/lib/sandbox/scenario";

/** The team's profiles as they serve now, but those that cannot be read, and its endpoints by name. */
export async function listSandboxProfiles(db: Db, teamId: string, now: Date): Promise<{ profiles: SandboxProfile[]; endpoints: Endpoint[] }> {
  const [published, choices] = await Promise.all([listPublished(db, teamId), listEndpointChoices(db, teamId, now)]);
  const endpoints = choices.map(({ endpoint }) => endpoint);
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const profiles = published.flatMap(({ slug, name, version, content }): SandboxProfile[] => {
    const tiers = (content?.tiers ?? []).flatMap(({ endpoint, rules }, index) => {
      const known = byId.get(endpoint.id);
      return known ? [{ position: index + 1, endpoint: known, rules }] : [];
    });
    return content && tiers.length > 0 ? [{ slug, name, version, rules: content.rules, tiers }] : [];
  });
  return { profiles, endpoints };
}
