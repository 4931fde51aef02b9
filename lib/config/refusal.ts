/** A fault of the file, and the line that it is on, from 1. */
export type Refusal = { line: number; reason: string };

/** The file is refused as a whole, and nothing was written. */
export class ConfigRefused extends Error {
  override name = "ConfigRefused";
  /** `file:line: reason`, in the order of the lines. */
  readonly refusals: string[];

  constructor(file: string, refusals: Refusal[]) {
    const lines = [...refusals].sort((a, b) => a.line - b.line).map(({ line, reason }) => `${file}:${line}: ${reason}`);
    super(lines.join("\n"));
    this.refusals = lines;
  }
}
