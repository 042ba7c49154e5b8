/** Hands a mail to a mail server. Throws when the server did not take it; trying again is the caller's matter. */
export interface Mailer {
  send(mail: { to: string; subject: string; text: string; html?: string }): Promise<void>;
  /** Whether the server can be reached and would take mail (to this address); says why not. Nothing is sent. */
  check(to?: string): Promise<{ ok: true } | { ok: false; reason: string }>;
}
