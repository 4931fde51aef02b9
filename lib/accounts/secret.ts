import { createHash, createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Peppers } from "./api-key";

const SECRET_BYTES = 32;
const FILE_NAME = "secret";

/** A secret that is absent where it must be, malformed, or not the one that this installation was made with. */
export class SecretError extends Error {
  override name = "SecretError";
}

/** What is derived from the installation's one secret: a key of its own for every purpose. */
export type InstallationSecret = {
  /** Names the encryption key without revealing it; stored with every credential. */
  readonly credentialKeyId: string;
  readonly credentialKey: KeyObject;
  readonly peppers: Peppers;
  /** Signs the cookies of next-auth. */
  readonly sessionSecret: string;
  /** Hashes e-mails and network addresses in the sign-in limits. */
  readonly subjectKey: KeyObject;
};

/**
 * The installation's secret: ROUTELEDGER_SECRET, else the file `secret` in the data folder, made when absent.
 * @throws SecretError when either is malformed, or when both exist and differ
 */
export function loadInstallationSecret(source: {
  dataDir: string;
  /** The value of ROUTELEDGER_SECRET. */
  fromEnv: string | undefined;
}): InstallationSecret {
  const path = join(source.dataDir, FILE_NAME);
  if (source.fromEnv === undefined || source.fromEnv === "") return deriveSecret(readSecretFile(path) ?? makeSecretFile(path));
  const secret = parseSecret(source.fromEnv, "ROUTELEDGER_SECRET");
  const filed = readSecretFile(path);
  if (filed !== null && !filed.equals(secret)) {
    const [inEnv, inFile] = [deriveSecret(secret).credentialKeyId, deriveSecret(filed).credentialKeyId];
    throw new SecretError(
      `ROUTELEDGER_SECRET (key ${inEnv}) and ${path} (key ${inFile}) are different secrets: ` +
        "unset the variable, or remove the file if nothing was written with it",
    );
  }
  return deriveSecret(secret);
}

/** @param secret 32 random bytes */
export function deriveSecret(secret: Buffer): InstallationSecret {
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync("sha256", secret, Buffer.alloc(0), `routeledger/${purpose}`, SECRET_BYTES));
  const credentialKey = derive("credential/1");
  return {
    credentialKeyId: createHash("sha256").update("routeledger/key-id").update(credentialKey).digest("hex").slice(0, 12),
    credentialKey: createSecretKey(credentialKey),
    peppers: new Map([[1, createSecretKey(derive("api-key-pepper/1"))]]),
    sessionSecret: derive("session/1").toString("base64url"),
    subjectKey: createSecretKey(derive("sign-in-subject/1")),
  };
}

/** @param where what to blame in the message */
function parseSecret(text: string, where: string): Buffer {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, "hex");
  const bytes = Buffer.from(trimmed, "base64");
  if (/^[\w+/-]{43}=?$/.test(trimmed) && bytes.length === SECRET_BYTES) return bytes;
  throw new SecretError(`${where} must be ${SECRET_BYTES} random bytes in hex or base64, as \`openssl rand -hex 32\` prints`);
}

function readSecretFile(path: string): Buffer | null {
  try {
    return parseSecret(readFileSync(path, "utf8"), path);
  } catch (error) {
    if (isCode(error, "ENOENT")) return null;
    throw error instanceof SecretError ? error : new SecretError(`${path} cannot be read: ${String(error)}`);
  }
}

/** Whole or not at all, and never over another's: two processes may start at the same moment. */
function makeSecretFile(path: string): Buffer {
  const secret = randomBytes(SECRET_BYTES);
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    mkdirSync(join(path, ".."), { recursive: true, mode: 0o700 });
    writeDurably(draft, `${secret.toString("hex")}\n`);
    linkSync(draft, path);
    return secret;
  } catch (error) {
    const other = isCode(error, "EEXIST") ? readSecretFile(path) : null;
    if (other !== null) return other;
    throw new SecretError(`${path} cannot be made: ${String(error)}. Set ROUTELEDGER_SECRET, or make the folder writable`);
  } finally {
    removeDraft(draft);
  }
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, "wx", 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function removeDraft(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!isCode(error, "ENOENT") && !isCode(error, "ENOTDIR")) throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
