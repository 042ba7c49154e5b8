import { Hono } from "hono";
import { expect, test } from "vitest";
import { remoteAddress } from "../../src/server/remote-address.ts";

test.each([
  // One proxy of ours: its own entry is the last, whatever was written before it.
  { proxies: 1, forwarded: "203.0.113.7", expected: "203.0.113.7" },
  { proxies: 1, forwarded: "1.1.1.1, 203.0.113.7", expected: "203.0.113.7" },
  { proxies: 2, forwarded: "1.1.1.1, 203.0.113.7, 198.51.100.2", expected: "203.0.113.7" },
  { proxies: 2, forwarded: "203.0.113.7", expected: null },
  { proxies: 1, forwarded: undefined, expected: null },
  { proxies: 1, forwarded: "unknown", expected: null },
  { proxies: 1, forwarded: "10.0.0.8", expected: null },
  { proxies: 1, forwarded: "::ffff:203.0.113.7", expected: "203.0.113.7" },
  { proxies: 1, forwarded: "2001:db8:1:2:aaaa::1", expected: "2001:db8:1:2::/64" },
  { proxies: 1, forwarded: "2001:db8:1:2::7", expected: "2001:db8:1:2::/64" },
  { proxies: 1, forwarded: "2001:db8::7", expected: "2001:db8:0:0::/64" },
  // None: the connection's other end, and the header is a stranger's word.
  { proxies: 0, forwarded: "1.1.1.1", peer: "198.51.100.9", expected: "198.51.100.9" },
  { proxies: 0, forwarded: undefined, peer: "127.0.0.1", expected: null },
])(
  "$forwarded behind $proxies proxies comes from $expected",
  async ({ proxies, forwarded, peer, expected }) => {
    const app = new Hono().get("/", (c) => c.json(remoteAddress(c, proxies)));
    const headers = forwarded === undefined ? undefined : { "x-forwarded-for": forwarded };
    const incoming = { socket: { remoteAddress: peer ?? "127.0.0.1", remotePort: 1, remoteFamily: "IPv4" } };
    const answer = await app.request("/", { headers: headers ?? {} }, { incoming });
    expect(await answer.json()).toBe(expected);
  },
);
