/** Why a drill cannot be, in words for people. */
export class DrillError extends Error {
  override name = "DrillError";
}
