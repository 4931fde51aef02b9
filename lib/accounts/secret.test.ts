import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hashSecret } from "./api-key";
import { deriveSecret, loadInstallationSecret, SecretError } from "./secret";

const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 8));
const other = Buffer.alloc(32, 1);
let dataDir: string;

beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), "secret-"))));
afterEach(() => rmSync(dataDir, { recursive: true }));

const load = (fromEnv?: string) => loadInstallationSecret({ dataDir, fromEnv });

describe("loadInstallationSecret", () => {
  test("makes a file that only its owner may read, and finds it again", () => {
    const made = load();
    expect(statSync(join(dataDir, "secret")).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(["secret"]);
    expect(load().credentialKeyId).toBe(made.credentialKeyId);
    expect(load("").sessionSecret).toBe(made.sessionSecret);
  });

  test("makes the data folder too", () => {
    expect(loadInstallationSecret({ dataDir: join(dataDir, "a/b"), fromEnv: undefined }).credentialKeyId).toMatch(/^\w{12}$/);
  });

  test.each(["hex", "base64", "base64url"] as const)("takes the variable in %s, and writes no file", (encoding) => {
    expect(load(bytes.toString(encoding)).credentialKeyId).toBe(deriveSecret(bytes).credentialKeyId);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  test.each(["short", "0".repeat(63), "0".repeat(65), bytes.toString("base64").slice(1), "!".repeat(43), "é".repeat(32)])(
    "refuses the variable %j without repeating it",
    (text) => {
      expect(() => load(text)).toThrow(SecretError);
      expect(() => load(text)).toThrow(/^ROUTELEDGER_SECRET must be 32 random bytes/);
      expect(() => load(text)).not.toThrow(text);
    },
  );

  test("names both keys when the variable and the file differ", () => {
    writeFileSync(join(dataDir, "secret"), bytes.toString("hex"));
    expect(load(bytes.toString("base64")).credentialKeyId).toBe(deriveSecret(bytes).credentialKeyId);
    expect(() => load(other.toString("hex"))).toThrow(
      new RegExp(`${deriveSecret(other).credentialKeyId}.*${deriveSecret(bytes).credentialKeyId}.*different`),
    );
  });

  test("refuses an empty or unreadable file rather than making another", () => {
    writeFileSync(join(dataDir, "secret"), "");
    expect(() => load()).toThrow(SecretError);
    expect(readFileSync(join(dataDir, "secret"), "utf8")).toBe("");
    expect(() => loadInstallationSecret({ dataDir: join(dataDir, "secret"), fromEnv: undefined })).toThrow(SecretError);
  });
});

describe("deriveSecret", () => {
  test("gives each purpose a key of its own, the same every time, and another for another secret", () => {
    const keys = (secret: Buffer) => {
      const { credentialKey, peppers, sessionSecret, subjectKey } = deriveSecret(secret);
      const pepper = peppers.get(1);
      if (!pepper) throw new Error("no pepper");
      return [credentialKey, pepper, subjectKey].map((key) => key.export().toString("base64url")).concat(sessionSecret);
    };
    expect(keys(bytes)).toEqual(keys(bytes));
    expect(new Set([...keys(bytes), ...keys(other)]).size).toBe(8);
  });

  test("keeps hashes valid between releases", () => {
    const { secretHmac, pepperVersion } = hashSecret("s".repeat(43), deriveSecret(bytes).peppers);
    expect(pepperVersion).toBe(1);
    expect(deriveSecret(bytes).credentialKeyId).toBe("7ed52060bb76");
    expect(Buffer.from(secretHmac).toString("hex")).toBe("e5783b7bd675d6c022837a9b87a11745b3a1c8b88a0d20ecc23ebbaaeb77ef48");
  });

  test("prints no key when it is logged by mistake", () => {
    const { credentialKey, peppers, subjectKey } = deriveSecret(bytes);
    const printed = inspect({ credentialKey, peppers, subjectKey }, { depth: 9, showHidden: true });
    expect(printed).not.toContain(credentialKey.export().toString("hex").slice(0, 8));
    expect(printed).toContain("SecretKeyObject");
  });
});
