/**
 * An e-mail address as it is compared and stored: trimmed and lower-cased; undefined when it is none.
 * Deliberately plainer than RFC 5322: what a mail server would take from a person, without quoting,
 * comments or control characters.
 */
export function parseEmail(text: string): string | undefined {
  const email = text.normalize("NFKC").trim().toLowerCase();
  if (email.length > 254) return undefined;
  return /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(
    email,
  )
    ? email
    : undefined;
}

/** `a•••@example.com`: enough for its owner to recognise, too little for anybody else. */
export function maskEmail(email: string): string {
  const [name = "", host = ""] = email.split("@");
  return `${name.slice(0, 1)}•••@${host}`;
}
