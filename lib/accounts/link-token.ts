import { createHash, randomBytes } from "node:crypto";

const TOKEN = /^[\w-]{43}$/;

/** What a link carries, to be shown once, and what is stored of it. */
export type LinkToken = { token: string; tokenHash: Uint8Array<ArrayBuffer> };

/** 256 random bits: too many to guess, so that a plain hash is enough. */
export function generateLinkToken(): LinkToken {
  const token = randomBytes(32).toString("base64url");
  return { token, tokenHash: sha256(token) };
}

/** What would be stored of the token, or null for what cannot be one. @param text any text */
export function hashLinkToken(text: string): Uint8Array<ArrayBuffer> | null {
  return TOKEN.test(text) ? sha256(text) : null;
}

function sha256(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(text).digest());
}
