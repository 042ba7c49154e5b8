/** Addresses of this machine: Telegram refuses them, the sandbox's own links need them. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);

/** The link as Telegram keeps it, or nothing when it would refuse it. */
export function linkOf(given: string): string | undefined {
  const url = /^[a-z][a-z\d+.-]*:/i.test(given) && !/^[^/]+:\d/.test(given) ? given : `http://${given}`;
  if (/\s/.test(given) || !URL.canParse(url)) return undefined;
  const { protocol, hostname } = new URL(url);
  if (protocol === "tg:" || protocol === "ton:") return url;
  if (protocol !== "http:" && protocol !== "https:") return undefined;
  const isPublic = hostname.includes(".") && !hostname.startsWith(".") && !hostname.endsWith(".");
  return isPublic || isLoopback(hostname) ? url : undefined;
}
