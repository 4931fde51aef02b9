import { CatalogError } from "@/lib/catalog/catalog-error";
import { diffProfileVersions } from "@/lib/catalog/profile-versions";
import type { FieldChange } from "@/lib/core/change";
import { getDb } from "@/lib/db";

/** What a version says differently from another; null when one of them cannot be read. */
export async function findChanges(teamId: string, slug: string, from: number, to: number): Promise<FieldChange[] | null> {
  try {
    return await diffProfileVersions(getDb(), teamId, slug, from, to);
  } catch (error) {
    if (error instanceof CatalogError) return null;
    throw error;
  }
}
