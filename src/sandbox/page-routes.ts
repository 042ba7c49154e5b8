import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { chatRoutes, withFilesOfPage } from "./chat-routes.ts";
import type { BotApi, CheckoutProvider, Mailbox, SandboxControls, UsageReporter } from "./contracts.ts";
import { type SampleDesk, sampleAgents } from "./desk.ts";
import { deskOfPage, deskRoutes } from "./desk-routes.ts";
import { loopbackOnly } from "./loopback.ts";
import { createPageFeed } from "./page-feed.ts";
import { pageFiles, pageHeaders } from "./page-files.ts";
import { samePageOnly } from "./page-guard.ts";
import { createPanel } from "./panel.ts";
import { panelRoutes } from "./panel-routes.ts";
import type { SamplePerson } from "./people.ts";

export interface SandboxPageDeps {
  botApi: BotApi;
  botToken: string;
  bot: { username: string; title: string };
  checkout: CheckoutProvider;
  controls: SandboxControls;
  mailbox: Mailbox;
  /** What is known of people beside their Telegram profile. */
  samplePeople: readonly SamplePerson[];
  usage: UsageReporter;
  /** The support group, once it is open. */
  desk?: () => SampleDesk | undefined;
}

export interface SandboxPage {
  /** `GET /` and everything under `/sandbox/`; to anything else it answers 404. */
  fetch(request: Request): Promise<Response>;
  close(): void;
}

const mailsShown = 100;

/** The page, its files, its API and its event stream. */
export function createSandboxPage(deps: SandboxPageDeps): SandboxPage {
  const { botApi, botToken, mailbox } = deps;
  const panel = createPanel(deps);
  const desk = () => deps.desk?.();
  const customers = () => botApi.people().filter(({ id }) => !sampleAgents.some((agent) => agent.id === id));

  const people = () => ({
    bot: deps.bot,
    people: customers().map((person) => {
      const known = deps.samplePeople.find((sample) => sample.id === person.id);
      return { ...person, email: known?.email, password: known?.password, about: known?.about };
    }),
  });
  const mails = () =>
    [...mailbox.mails()]
      .reverse() // of two at the same moment the later one is on top
      .sort((a, b) => b.at - a.at)
      .slice(0, mailsShown)
      .map(({ html, ...mail }) => ({ ...mail, hasHtml: html !== undefined }));

  const feed = createPageFeed({
    chatIds: () => customers().map((person) => person.id),
    chat: (chatId) => withFilesOfPage(botApi.chat(chatId), botToken),
    part: async (part) => {
      if (part === "people") return people();
      if (part === "desk") {
        const opened = desk();
        return opened ? deskOfPage(opened.show(), botToken) : null;
      }
      return part === "mails" ? mails() : panel.state();
    },
  });
  const stopListening = [
    botApi.onChange((chatId) =>
      chatId === desk()?.chatId ? feed.partChanged("desk") : feed.chatChanged(chatId),
    ),
    mailbox.onChange(() => feed.partChanged("mails")),
  ];

  const app = new Hono();
  app.use(loopbackOnly(), pageHeaders(), samePageOnly());
  app.route("/", pageFiles());
  app.get("/sandbox/api/events", (c) => feed.stream(c));
  app.route(
    "/sandbox/api",
    chatRoutes({ botApi, botToken, onPeopleChange: () => feed.partChanged("people") }),
  );
  app.route("/sandbox/api", deskRoutes({ desk }));
  app.route(
    "/sandbox/api",
    panelRoutes({
      panel,
      mailbox,
      onPanelChange: () => feed.partChanged("panel"),
      onMailsChange: () => feed.partChanged("mails"),
    }),
  );
  app.onError((error, c) => {
    if (error instanceof HTTPException) return c.json({ error: error.message }, error.status);
    // The stand-ins refuse by throwing: what they say is for the person who tried.
    return c.json({ error: error instanceof Error ? error.message : "that did not work" }, 409);
  });

  return {
    fetch: async (request) => app.fetch(request),
    close() {
      for (const stop of stopListening) stop();
      feed.close();
    },
  };
}
