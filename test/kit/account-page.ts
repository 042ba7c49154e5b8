import type { Mail } from "../../src/sandbox/contracts.ts";
import type { Traveller } from "./traveller.ts";
import type { World } from "./world.ts";

/** What a browser without JavaScript gets to see. */
export interface ShownPage {
  status: number;
  title: string;
  heading: string;
  /** Everything that can be read, without markup. */
  text: string;
  html: string;
  headers: Headers;
}

const FORM = "application/x-www-form-urlencoded";

export async function openPage(url: string, headers: Record<string, string> = {}): Promise<ShownPage> {
  return shown(await fetch(url, { headers }));
}

/** Fills in the page's form and sends it; what the answer says once everything it caused has happened. */
export async function sendForm(
  world: World,
  url: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<ShownPage> {
  const body = new URLSearchParams(fields).toString();
  const answer = await fetch(url, { method: "POST", body, headers: { "content-type": FORM, ...headers } });
  const page = await shown(answer);
  await world.settled();
  return page;
}

async function shown(answer: Response): Promise<ShownPage> {
  const html = await answer.text();
  const plain = (markup: string) =>
    markup
      .replace(/<(style|head)[^>]*>[\s\S]*?<\/\1>/g, "")
      .replace(/<[^>]*>/g, " ")
      .replace(/&(#39|amp|lt|gt|quot);/g, (_, name: string) => ENTITIES[name]!)
      .replace(/\s+/g, " ")
      .trim();
  return {
    status: answer.status,
    title: plain(/<title>([\s\S]*?)<\/title>/.exec(html)?.[1] ?? ""),
    heading: plain(/<h1>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? ""),
    text: plain(html),
    html,
    headers: answer.headers,
  };
}

const ENTITIES: Record<string, string> = { "#39": "'", amp: "&", lt: "<", gt: ">", quot: '"' };

/** Asks for the sign-in page in the chat, and answers the address in its button. */
export async function signInUrl(person: Traveller, label = "Sign in with password"): Promise<string> {
  if (!person.button(label)) await person.says("/link");
  await person.presses(label);
  const url = person
    .screen()
    .buttons.flat()
    .find((button) => button.url)?.url;
  if (!url) throw new Error(`No page to open. On the screen:\n${person.sees()}`);
  return url;
}

/** The link of a mail. */
export function linkIn({ text }: Mail): string {
  const url = /^https?:\/\/\S+\/account\/reset\/\S+$/m.exec(text)?.[0];
  if (!url) throw new Error(`No link in the mail:\n${text}`);
  return url;
}
