import dns from "node:dns";
import net from "node:net";
import { buildConnector } from "undici";
import { refusedAddress } from "@/lib/core/address";
import { Connection, type Connect } from "./connection";

/** Idle connections kept to one provider, each for a minute at most: a new one costs a call a millisecond and more. */
const MAX_IDLE = 1_024;

/** A provider's base URL leads where only the operator may send requests. */
export class RefusedAddressError extends Error {
  override name = "RefusedAddressError";
}

/** Keep-alive connections to one provider of one team. */
export class Pool {
  private readonly origin: string;
  /** What stands before the paths of its API. */
  readonly basePath: string;
  /** The last one to be given back is the first to be taken: the others may grow idle and go. */
  private idle: Connection[] = [];
  private isRetired = false;
  private readonly connect: Connect;
  /** Of a host that is an address already, for which Node asks no `lookup`. */
  private readonly refusal: RefusedAddressError | null;

  /**
   * @param baseUrl such as `https://api.example.com/v1`
   * @param privateAllowed whether loopback and private addresses may be reached
   * @throws TypeError when it is no URL
   */
  constructor(
    baseUrl: string,
    private readonly privateAllowed: boolean,
  ) {
    const { origin, hostname, pathname, search } = new URL(baseUrl.replace(/\/+$/, ""));
    this.origin = origin;
    this.basePath = pathname === "/" ? "" : pathname + search;
    const host = hostname.replace(/^\[|\]$/g, "");
    this.refusal = net.isIP(host) ? this.findRefusal(host) : null;
    this.connect = buildConnector({ timeout: 0, ...(privateAllowed ? {} : { lookup: guardedLookup }) }) as unknown as Connect;
  }

  /**
   * An idle connection, else one that is to connect with its first request.
   * @throws RefusedAddressError when the host is an address that is not allowed; names are checked as they resolve
   */
  take(): Connection {
    if (this.refusal) throw this.refusal;
    const kept = this.idle.pop();
    if (kept) return kept;
    const connection: Connection = new Connection(this.origin, this.connectChecked, () => {
      this.idle = this.idle.filter((each) => each !== connection);
    });
    return connection;
  }

  /** After a request whose answer came to its end. */
  give(connection: Connection): void {
    if (!this.isRetired && connection.isOpen && this.idle.length < MAX_IDLE) this.idle.push(connection);
    else connection.destroy(new Error("not needed any more"));
  }

  /** Lets what is under way end, and keeps no connection for another request. */
  retire(): void {
    this.isRetired = true;
    for (const connection of this.idle.splice(0)) connection.destroy(new Error("not needed any more"));
  }

  /** Sees where a connection ended up before anything is sent over it. */
  private readonly connectChecked: Connect = (options, callback) =>
    this.connect(options, (error, socket) => {
      const refusal = socket?.remoteAddress === undefined ? null : this.findRefusal(socket.remoteAddress);
      if (refusal) {
        socket?.destroy();
        callback(refusal, null);
      } else if (error) callback(error, null);
      else callback(null, socket);
    });

  private findRefusal(address: string): RefusedAddressError | null {
    const reason = this.privateAllowed ? null : refusedAddress(address);
    return reason === null ? null : new RefusedAddressError(`the base URL leads to ${address} (${reason})`);
  }
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
