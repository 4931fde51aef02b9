import { createSign, generateKeyPairSync } from "node:crypto";

/** A certificate for `localhost` that nobody vouches for, made anew each time, since a key in a repository is a key lost. */
export function createSelfSigned(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = der(0x30, oid("2a8648ce3d040302"));
  const name = der(0x30, der(0x31, der(0x30, oid("550403"), der(0x0c, Buffer.from("localhost")))));
  const validity = der(0x30, der(0x17, Buffer.from("200101000000Z")), der(0x17, Buffer.from("491231000000Z")));
  const certificate = der(0x30, der(0x02, Buffer.of(1)), algorithm, name, validity, name, publicKey.export({ type: "spki", format: "der" }));
  const signature = createSign("sha256").update(certificate).sign(privateKey);
  const signed = der(0x30, certificate, algorithm, der(0x03, Buffer.of(0), signature));
  const base64 = signed.toString("base64").replace(/.{64}/g, "$&\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

/** One value of X.690's distinguished encoding: its tag, its length, and what it holds. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 255];
  return Buffer.concat([Buffer.of(tag, ...length), content]);
}

const oid = (hex: string) => der(0x06, Buffer.from(hex, "hex"));
