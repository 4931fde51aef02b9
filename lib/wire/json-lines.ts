/** What a server tells line by line while it works: one line of JSON for each thing (application/x-ndjson). */
export const JSON_LINES = "application/x-ndjson";

export function formatJsonLine(told: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(told)}\n`);
}

/** Reads such lines as their bytes come. The caller vouches that they are `T`s. */
export class JsonLineReader<T> {
  private readonly decoder = new TextDecoder();
  private rest = "";

  /** @returns what these bytes complete */
  feed(bytes: Uint8Array): T[] {
    const lines = (this.rest + this.decoder.decode(bytes, { stream: true })).split("\n");
    this.rest = lines.pop() ?? "";
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as T);
  }
}
