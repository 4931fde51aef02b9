import { lookup } from "node:dns/promises";
import { networkInterfaces } from "node:os";
import { DrillError } from "./drill-error";

/** Practice providers listen on loopback: a gateway elsewhere would not reach them. @throws DrillError */
export async function requireThisMachine(url: string): Promise<void> {
  const host = new URL(url).hostname.replace(/^\[(.*)\]$/, "$1");
  const own = new Set(Object.values(networkInterfaces()).flatMap((each) => each?.map(({ address }) => address) ?? []));
  const found = await lookup(host, { all: true }).catch(() => []);
  if (found.some(({ address }) => own.has(address) || address.startsWith("127."))) return;
  throw new DrillError(`The gateway is at ${host}, which is another machine than this one. Practice providers listen on this one alone, so a drill has to be started where the gateway is`);
}
