import type { SandboxState } from "./state";

/** Longer, and some servers and chats cut an address. */
export const MAX_ADDRESS_LENGTH = 8_000;

/** The state as a part of an address: base64url of its JSON, the same for equal states, whatever the order of their fields. */
export function writeState(state: SandboxState): string {
  const binary = Array.from(new TextEncoder().encode(JSON.stringify(inOrder(state))), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** With the fields of each object by their names. */
export function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, inOrder(each)]));
}

/** What `writeState` wrote, before anybody checked what it says; undefined for anything else. */
export function readText(text: string): unknown {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(binary, (letter) => letter.charCodeAt(0))));
  } catch {
    return undefined;
  }
}
