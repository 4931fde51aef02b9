/** A file of the codebase that is looked through. */
export type AuditedFile = { /** Relative, with slashes. */ path: string; text: string };

/** A provider as its address and its environment variables name it. */
export type AuditedProvider = { slug: string; /** null where every customer has one of their own. */ baseUrl: string | null; /** The variable of its key. */ env: string | null };

/** What is looked for. */
export type AuditTerms = {
  providers: readonly AuditedProvider[];
  /** Keys of known weights (lib/core/weights): a field `model` of a configuration may mean anything else. */
  weights: ReadonlySet<string>;
  /** Where clients should go instead, such as `http://127.0.0.1:3000/api/v1`. */
  baseUrl: string;
};

/**
 * `client`: an SDK's client that goes to a provider; `model`: a call or field with a model's name in it; `address`: a
 * request or field with a provider's address; `key`: a variable that holds a provider's key.
 */
export type FindingKind = "client" | "model" | "address" | "key";

/** The change of an address: in place of the text from `start` to `end` (UTF-16 units), which is `before`, stands `after`. */
export type Edit = { start: number; end: number; before: string; after: string };

export type Finding = {
  path: string;
  /** From 1, as is the column. */
  line: number;
  column: number;
  /** In a file that is a test's by its name. */
  isTest: boolean;
  kind: FindingKind;
  /** What stands there, such as `new OpenAI`; never a value that could be a secret. */
  code: string;
  /** A provider's slug; null where the code does not say. */
  provider: string | null;
  model: string | null;
  /** The base-URL change, where it alone is enough. */
  edit: Edit | null;
  /** Of a client: another base URL can be told to it. */
  takesAddress?: boolean;
  /** Of a client: a call on it that RouteLedger does not serve, such as `client.responses.create`. */
  otherUse?: string;
};

/** Why a file could not be read in full; what was found before stands. */
export type Trouble = { path: string; line: number | null; message: string };

export type Audited = { findings: Finding[]; troubles: Trouble[] };

/** What a reader of one language found, by position in the text. */
export type Found = Omit<Finding, "path" | "line" | "column" | "isTest"> & { at: number };
