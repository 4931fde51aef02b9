/** A change that the catalog refuses; the message says why, for the person who asked for it. */
export class CatalogError extends Error {
  override name = "CatalogError";
}

/** Another version was published since the writer looked. */
export class StaleVersionError extends CatalogError {
  override name = "StaleVersionError";

  /** @param current the version that serves now, 0 for none */
  constructor(message: string, readonly current: number) {
    super(message);
  }
}
