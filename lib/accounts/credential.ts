import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { InstallationSecret } from "./secret";

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Where a credential belongs. Bound into its ciphertext, so that a row that is moved to another team or provider, or a
 * provider whose base URL is pointed at another host, finds a secret that does not open.
 */
export type CredentialPlace = {
  teamId: string;
  providerId: string;
  credentialId: string;
  /** Its origin counts: scheme, host and port. The path may change. */
  baseUrl: string;
};

export type SealedCredential = { keyId: string; nonce: Uint8Array; ciphertext: Uint8Array; tag: Uint8Array };

/** The secret in clear, or why it cannot be had, in words for the operator. */
export type OpenedCredential = { value: string } | { problem: string };

type Keys = Pick<InstallationSecret, "credentialKey" | "credentialKeyId">;

/** AES-256-GCM under the installation's key, with a random nonce. */
export function sealCredential(keys: Keys, place: CredentialPlace, value: string): SealedCredential {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keys.credentialKey, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData(place));
  const ciphertext = Buffer.concat([cipher.update(value, "utf8"), cipher.final()]);
  return { keyId: keys.credentialKeyId, nonce, ciphertext, tag: cipher.getAuthTag() };
}

/** Never throws: a credential that does not open takes its provider out, and no other. */
export function openCredential(keys: Keys, place: CredentialPlace, sealed: SealedCredential): OpenedCredential {
  if (sealed.keyId !== keys.credentialKeyId) {
    return {
      problem:
        `it was sealed with the key ${sealed.keyId}, and this installation's is ${keys.credentialKeyId}: ` +
        "restore the secret it was written with, or set the credential again",
    };
  }
  try {
    // Without a fixed tag length Node takes tags of 4 bytes too, which can be guessed.
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv("aes-256-gcm", keys.credentialKey, sealed.nonce, options);
    decipher.setAAD(associatedData(place)).setAuthTag(sealed.tag);
    return { value: Buffer.concat([decipher.update(sealed.ciphertext), decipher.final()]).toString("utf8") };
  } catch {
    return { problem: "it does not belong to this team, provider and base URL, or was altered: set it again" };
  }
}

function associatedData({ teamId, providerId, credentialId, baseUrl }: CredentialPlace): Buffer {
  return Buffer.from(JSON.stringify([VERSION, teamId, providerId, credentialId, new URL(baseUrl).origin]));
}
