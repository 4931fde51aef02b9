import { z } from "zod";

const flag = z.enum(["0", "1", ""]).default("0").transform((value) => value === "1");

/** A whole number in an environment variable; empty means the default. */
function whole(fallback: number, min: number, max: number) {
  return z
    .string()
    .optional()
    .transform((text, context) => {
      if (text === undefined || text === "") return fallback;
      const value = Number(text);
      if (Number.isInteger(value) && value >= min && value <= max) return value;
      context.addIssue({ code: "custom", message: `must be a whole number from ${min} to ${max}` });
      return z.NEVER;
    });
}

/** A text, of this form where one is given; empty means absent. */
function optional(form = /^/, message = "") {
  return z
    .string()
    .optional()
    .transform((text) => (text === "" ? undefined : text))
    .refine((text) => text === undefined || form.test(text), message);
}

const KIB = 1024;
const UNITS: Record<string, number | undefined> = { "": 1, KiB: KIB, MiB: KIB ** 2, GiB: KIB ** 3 };

/** A number of bytes, plain or with KiB, MiB or GiB; empty means the default. */
function bytes(fallback: number, min: number) {
  return z
    .string()
    .optional()
    .transform((text, context) => {
      if (text === undefined || text === "") return fallback;
      const [, digits, unit = ""] = /^(\d+) ?(KiB|MiB|GiB)?$/.exec(text) ?? [];
      const value = Number(digits) * (UNITS[unit] ?? NaN);
      if (Number.isSafeInteger(value) && value >= min) return value;
      context.addIssue({ code: "custom", message: `must be a number of bytes from ${min} on, plain or with KiB, MiB or GiB` });
      return z.NEVER;
    });
}

const schema = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must be a postgresql:// address"),
  HOST: z.string().default("127.0.0.1"),
  PORT: whole(3000, 0, 65_535),
  ROUTELEDGER_DATA_DIR: z.string().default(".routeledger"),
  /** 32 bytes in base64 or hex; made in the data folder when absent. */
  ROUTELEDGER_SECRET: z.string().optional(),
  /** Where the gateway finds the pages; absent when this process serves both. */
  ROUTELEDGER_NEXT_URL: z.string().optional(),
  /** Where pages find the gateway's live state; absent when this process is the gateway. */
  ROUTELEDGER_GATEWAY_URL: z.string().optional(),
  /** How users reach the product, when that is not the gateway's own address. */
  NEXTAUTH_URL: z.string().optional(),
  ROUTELEDGER_DEMO: z.enum(["0", "1", ""]).default("1").transform((value) => value !== "0"),
  /** Where the practice providers of the demonstration listen. */
  ROUTELEDGER_PRACTICE_PORT: whole(5111, 1, 65_535),
  ROUTELEDGER_ALLOW_PRIVATE_UPSTREAMS: flag,
  ROUTELEDGER_FSYNC: z.enum(["batch", "always"]).default("batch"),
  /** Of what the database has not taken yet, in bytes. */
  ROUTELEDGER_JOURNAL_MAX: bytes(KIB ** 3, KIB ** 2),
  /** What becomes of a call that the journal cannot take. */
  ROUTELEDGER_JOURNAL_FULL: z.enum(["refuse", "serve", ""]).default("refuse").transform((value) => value || "refuse"),
  /** For how many whole months calls and attempts are kept; 0 is for ever. */
  ROUTELEDGER_KEEP_CALLS_MONTHS: whole(13, 0, 1_200),
  ROUTELEDGER_MAX_BODY_BYTES: whole(32 * 1024 * 1024, 1024, 1024 * 1024 * 1024),
  /** Gateway processes on the one port. */
  ROUTELEDGER_WORKERS: whole(1, 1, 256),
  /** Calls under way at once, in each process. */
  ROUTELEDGER_MAX_CALLS: whole(8_000, 1, 1_000_000),
  /** Whether `npm start` runs the housekeeper; not where another machine on the same database does. */
  ROUTELEDGER_HOUSEKEEPING: z.enum(["0", "1", ""]).default("1").transform((value) => value !== "0"),
  ROUTELEDGER_DRAIN_MS: whole(30_000, 0, 600_000),
  /** Which mail server sends invitations and password links; absent when nobody does. */
  ROUTELEDGER_SMTP_URL: optional(/^smtps?:\/\/[^\s/]+\/?\S*$/, "must be an address such as smtp://USER:PASSWORD@HOST:587"),
  ROUTELEDGER_MAIL_FROM: optional(/^[^\r\n]+@[^\r\n]+$/, "must be an e-mail address, or Name <address>"),
  /** The services that people may sign in with, beside a password; each when its client is named. */
  ROUTELEDGER_GITHUB_ID: optional(),
  ROUTELEDGER_GITHUB_SECRET: optional(),
  ROUTELEDGER_GOOGLE_ID: optional(),
  ROUTELEDGER_GOOGLE_SECRET: optional(),
  ROUTELEDGER_OIDC_ISSUER: optional(/^https?:\/\/[^\s?#]+$/, "must be the issuer's address, such as https://id.example.com"),
  ROUTELEDGER_OIDC_ID: optional(),
  ROUTELEDGER_OIDC_SECRET: optional(),
  /** What the button calls it. */
  ROUTELEDGER_OIDC_NAME: optional().transform((name) => name ?? "single sign-on"),
});

/** Variables that say something only together. */
const TOGETHER = [
  ["ROUTELEDGER_SMTP_URL", "ROUTELEDGER_MAIL_FROM"],
  ["ROUTELEDGER_GITHUB_ID", "ROUTELEDGER_GITHUB_SECRET"],
  ["ROUTELEDGER_GOOGLE_ID", "ROUTELEDGER_GOOGLE_SECRET"],
  ["ROUTELEDGER_OIDC_ISSUER", "ROUTELEDGER_OIDC_ID", "ROUTELEDGER_OIDC_SECRET"],
] as const;

const checkedSchema = schema.superRefine((env, context) => {
  for (const names of TOGETHER) {
    const missing = names.filter((name) => env[name] === undefined);
    if (missing.length === names.length) continue;
    for (const name of missing) context.addIssue({ code: "custom", path: [name], message: `must be set together with ${names.filter((other) => other !== name).join(" and ")}` });
  }
});

export type Env = z.output<typeof schema>;

/** What is wrong with the environment, one line a variable. */
export class EnvError extends Error {
  override name = "EnvError";
}

/**
 * Reads every variable that RouteLedger knows, once, at the start of a process.
 * @throws EnvError naming each bad variable and what it must be
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const parsed = checkedSchema.safeParse(source);
  if (parsed.success) return parsed.data;
  throw new EnvError(parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("\n"));
}

let env: Env | null = null;

/** The environment of this process, parsed when first asked for. Throws EnvError. */
export function getEnv(): Env {
  env ??= parseEnv(process.env);
  return env;
}

/**
 * The address of a page for whoever reaches us from outside, as in a letter. Never from a request: a stranger writes
 * its Host header.
 * @param path begins with a slash
 */
export function publicUrl(env: Env, path: string): string {
  const base = env.NEXTAUTH_URL || env.ROUTELEDGER_GATEWAY_URL || `http://${env.HOST === "0.0.0.0" ? "127.0.0.1" : env.HOST}:${env.PORT}`;
  return new URL(path, base).href;
}
