import type { Mail, Mailbox } from "./contracts.ts";

/** A mailbox that still shows the mails of earlier starts beside its own. */
export function withEarlierMails(mailbox: Mailbox, earlier: readonly Mail[]): Mailbox {
  let kept = [...earlier];
  return {
    ...mailbox,
    mails: () => [...kept, ...mailbox.mails()],
    clear() {
      kept = [];
      mailbox.clear();
    },
  };
}
