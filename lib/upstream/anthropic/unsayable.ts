/** The request asks for something that the dialect has no words for, or is broken where this dialect must read it. */
export class UnsayableError extends Error {
  override name = "UnsayableError";
}
