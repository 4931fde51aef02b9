/** A change that the catalog refuses; the message says why, for the person who asked for it. */
export class CatalogError extends Error {
  override name = "CatalogError";
}
