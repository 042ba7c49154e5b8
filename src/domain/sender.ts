/** Who mails come from, and who sells: `Travel SIM <sim@example.com>` in its two parts. */
export interface Sender {
  /** The address where no name is given. */
  name: string;
  email: string;
}

/** Reads a mail's sender as the setting has it. */
export function parseSender(from: string): Sender {
  const match = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(from);
  const email = (match?.[2] ?? from).trim();
  const name = (match?.[1] ?? "").replace(/^"(.*)"$/, "$1").replace(/\\(.)/g, "$1");
  return { name: name.trim() || email, email };
}
