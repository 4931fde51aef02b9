import dns from "node:dns";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import { refusedAddress } from "@/lib/core/address";

/** Idle connections kept to one provider; more calls at once open more. */
const MAX_IDLE_SOCKETS = 64;

/** A provider's base URL leads where only the operator may send requests. */
export class RefusedAddressError extends Error {
  override name = "RefusedAddressError";
}

export type Pool = {
  agent: http.Agent;
  /** @throws RefusedAddressError when the host is an address that is not allowed; names are checked as they resolve */
  checkHost(hostname: string): void;
  /** @throws RefusedAddressError when the connection ended up somewhere that is not allowed */
  checkSocket(remoteAddress: string | undefined): void;
};

/**
 * Keep-alive connections to one provider of one team.
 * @param privateAllowed whether loopback and private addresses may be reached
 */
export function createPool(protocol: "http:" | "https:", privateAllowed: boolean): Pool {
  const options = {
    keepAlive: true,
    maxFreeSockets: MAX_IDLE_SOCKETS,
    scheduling: "lifo" as const,
    ...(privateAllowed ? {} : { lookup: guardedLookup }),
  };
  const check = (address: string) => {
    const reason = privateAllowed ? null : refusedAddress(address);
    if (reason !== null) throw new RefusedAddressError(`the base URL leads to ${address} (${reason})`);
  };
  return {
    agent: protocol === "https:" ? new https.Agent(options) : new http.Agent(options),
    // Node asks no `lookup` for a host that is an address already.
    checkHost: (hostname) => {
      const bare = hostname.replace(/^\[|\]$/g, "");
      if (net.isIP(bare)) check(bare);
    },
    checkSocket: (remoteAddress) => {
      if (remoteAddress !== undefined) check(remoteAddress);
    },
  };
}

/** Lets what is under way end, and keeps no connection for another request. */
export function retirePool({ agent }: Pool): void {
  agent.maxFreeSockets = 0;
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
}

/** Resolves a name and refuses it when any of its addresses is not allowed: a mixed answer is an attack. */
const guardedLookup: net.LookupFunction = (hostname, options, callback) => {
  dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) {
      callback(error, []);
      return;
    }
    const refused = addresses.find(({ address }) => refusedAddress(address) !== null);
    const [first] = addresses;
    if (refused || !first) {
      callback(new RefusedAddressError(`${hostname} leads to ${refused?.address ?? "no address"}, which is not allowed`), []);
    } else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
