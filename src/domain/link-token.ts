/** How long a printed link works unless the operator says otherwise. */
export const LINK_TOKEN_DAYS = 90;

/** 128 bits of chance in base64url. */
const TOKEN = /^[\w-]{22}$/;

export const isLinkToken = (text: string): boolean => TOKEN.test(text);

/** Whether it can still let anybody in. */
export function isUsable(
  token: { consumedAt: Date | null; revokedAt: Date | null; expiresAt: Date | null },
  now: Date,
): boolean {
  const { consumedAt, revokedAt, expiresAt } = token;
  return consumedAt === null && revokedAt === null && (expiresAt === null || expiresAt > now);
}
