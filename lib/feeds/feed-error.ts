/** Why a feed could not be read, as a sentence without its full stop: the old prices stand. */
export class FeedError extends Error {
  override name = "FeedError";
}
