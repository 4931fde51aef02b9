import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, test } from "vitest";
import { parseAddress, refusedAddress } from "./address";

/** First and last address of every range that must be refused, and where there are any, its public neighbours. */
const RANGES: [range: string, first: string, last: string, before: string | null, after: string | null][] = [
  ["0.0.0.0/8", "0.0.0.0", "0.255.255.255", null, "1.0.0.0"],
  ["10.0.0.0/8", "10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"],
  ["100.64.0.0/10", "100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"],
  ["127.0.0.0/8", "127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0"],
  ["169.254.0.0/16", "169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"],
  ["172.16.0.0/12", "172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"],
  ["192.0.0.0/24", "192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"],
  ["192.0.2.0/24", "192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"],
  ["192.88.99.0/24", "192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0"],
  ["192.168.0.0/16", "192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"],
  ["198.18.0.0/15", "198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"],
  ["198.51.100.0/24", "198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0"],
  ["203.0.113.0/24", "203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0"],
  ["224.0.0.0/4", "224.0.0.0", "239.255.255.255", "223.255.255.255", null],
  ["240.0.0.0/4", "240.0.0.0", "255.255.255.255", null, null],
  ["::/96", "::", "::ffff:ffff", null, null],
  ["::1", "::1", "::1", null, null],
  ["::ffff:127.0.0.0/104", "::ffff:127.0.0.0", "::ffff:7fff:ffff", "::ffff:126.255.255.255", "::ffff:128.0.0.0"],
  ["64:ff9b::10.0.0.0/104", "64:ff9b::a00:0", "64:ff9b::10.255.255.255", "64:ff9b::9.255.255.255", "64:ff9b::b00:0"],
  ["64:ff9b:1::/48", "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", null, null],
  ["100::/64", "100::", "100::ffff:ffff:ffff:ffff", null, null],
  ["2001::/32", "2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null],
  ["2001::/23", "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", null, "2001:200::"],
  ["2001:db8::/32", "2001:db8::", "2001:db8:ffff::", "2001:db7:ffff::", "2001:db9::"],
  ["2002::/16", "2002::", "2002:ffff:ffff::", "2001:ffff::", "2003::"],
  ["3fff::/20", "3fff::", "3fff:fff:ffff::", "3ffe:ffff::", "3fff:1000::"],
  ["4000::/2, outside 2000::/3", "4000::", "fbff:ffff::", "3fff:ffff::", null],
  ["fc00::/7", "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, null],
  ["fe80::/10", "fe80::", "febf:ffff::", null, null],
  ["fec0::/10", "fec0::", "feff:ffff::", null, null],
  ["ff00::/8", "ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, null],
];

describe("refusedAddress", () => {
  test.each(RANGES)("refuses %s and nothing beside it", (_range, first, last, before, after) => {
    expect(refusedAddress(first)).not.toBeNull();
    expect(refusedAddress(last)).not.toBeNull();
    if (before !== null) expect(refusedAddress(before)).toBeNull();
    if (after !== null) expect(refusedAddress(after)).toBeNull();
  });

  test.each(["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e", "::ffff:8.8.8.8"])(
    "lets the public address %s through",
    (ip) => expect(refusedAddress(ip)).toBeNull(),
  );

  test.each([
    "", "localhost", "127.1", "0x7f.1", "2130706433", "017700000001", "127.0.0.01", "127.0.0.1.", "256.1.1.1", "1.2.3",
    "fe80::1%eth0", "[::1]", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "::1.2.3.4.5", "1.2.3.4::",
    "8.8.8.8\n", " 8.8.8.8", "::g", "1:2:3:4:5:6:7::8", "٨.8.8.8",
  ])("refuses %j, which is not written as an address", (text) => {
    expect(refusedAddress(text)).toBe("not an IP address");
  });
});

describe("beside ipaddr.js", () => {
  // It takes the old IPv4-compatible spelling `::1.2.3.4` for the IPv4-mapped `::ffff:1.2.3.4`.
  const isReadOtherwise = (text: string) => /^[0:]*:\d+\.\d/.test(text);
  const v6 = fc.ipV6().filter((text) => !isReadOtherwise(text));

  test("reads every address to the same bytes", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), v6), (text) => {
        expect(parseAddress(text)).toEqual(ipaddr.parse(text).toByteArray());
      }),
      { numRuns: 2_000 },
    );
  });

  test("refuses the same IPv4 addresses, and of IPv6 at least the same", () => {
    const nearSpecial = fc.constantFrom(...RANGES.flatMap((row) => row.slice(1)).filter((ip) => ip !== null));
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), v6, nearSpecial), (text) => {
        const isPublic = ipaddr.process(text).range() === "unicast";
        if (ipaddr.process(text).kind() === "ipv4") expect(refusedAddress(text) === null).toBe(isPublic);
        else if (!isPublic && ipaddr.parse(text).range() !== "rfc6052") expect(refusedAddress(text)).not.toBeNull();
      }),
      { numRuns: 5_000 },
    );
  });
});
