/**
 * `${NAME}` in a file stands for a variable of the environment. YAML gives the braces a meaning of their own inside
 * `{ … }`, so they are exchanged for private-use characters before it is read, and for the value only afterwards: no
 * value can change the structure of the file.
 */
const [OPEN, CLOSE] = ["\ue000", "\ue001"];
const WRITTEN = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;
const MARKED = new RegExp(`${OPEN}([A-Za-z_][A-Za-z0-9_]*)${CLOSE}`, "g");
/** Shorter values are found in ordinary words, and hide nothing. */
const LEAST_SECRET_LENGTH = 4;

/** The file's text with its variables marked. Marks that were there before mean nothing and are taken out. */
export function markVariables(text: string): string {
  return text.replaceAll(OPEN, "").replaceAll(CLOSE, "").replace(WRITTEN, `${OPEN}$1${CLOSE}`);
}

export class Variables {
  /** What was used, by value. */
  private readonly used = new Map<string, string>();

  constructor(private readonly env: Readonly<Record<string, string | undefined>>) {}

  /** A marked text with the values in place, or which variable is missing. */
  replace(marked: string): { text: string } | { problem: string } {
    const names = [...marked.matchAll(MARKED)].map(([, name = ""]) => name);
    const missing = names.filter((name) => !this.env[name]);
    if (missing.length > 0) return { problem: `the variable ${missing.join(", ")} is not set in the environment, or empty` };
    const text = marked.replace(MARKED, (_, name: string) => this.use(name));
    if (/[\ue000\ue001]/.test(text)) return { problem: "a variable has a private-use character in its value" };
    return names.length === 0 && text.includes("${") ? { problem: "${…} must hold the name of a variable" } : { text };
  }

  /** A message with every value that was used exchanged for its variable: none is ever printed. */
  hide(message: string): string {
    const longestFirst = [...this.used].sort(([a], [b]) => b.length - a.length);
    return longestFirst.reduce((text, [value, name]) => text.replaceAll(value, `\${${name}}`), message);
  }

  private use(name: string): string {
    const value = this.env[name] ?? "";
    if (value.length >= LEAST_SECRET_LENGTH) this.used.set(value, name);
    return value;
  }
}
