import { byId } from "./dom.js";
import { codeIn } from "./mailbox.js";

/** @typedef {import("./store.js").Store} Store */

const guideEmail = "alice@example.com";

/**
 * "What to try": the main journey in five steps, each ticked when it happened in Alice's chat.
 *
 * @param {Store} store
 */
export function createGuide(store) {
  const steps = [...byId("guide-steps").children];

  const render = () => {
    const alice = store.state.people.find(({ email }) => email === guideEmail);
    const messages = [...(store.state.chats.get(alice?.id ?? 0)?.messages.values() ?? [])];
    const said = messages.filter(({ from }) => from === "person").map(({ text }) => text);
    const answers = messages.filter(({ from }) => from === "bot");
    const codes = store.state.mails.filter(({ to }) => to.includes(guideEmail)).map(codeIn);
    const done = [
      said.some((text) => text.startsWith("/start")),
      said.some((text) => codes.includes(text.replace(/\D/g, ""))),
      answers.some(({ buttons }) => buttons.flat().some(({ url }) => url?.includes("/c/pay/"))),
      answers.some(({ text }) => /payment received/i.test(text)),
      answers.some(({ text }) => /\brenewed\b/i.test(text)),
    ];
    const furthest = done.lastIndexOf(true); // buttons and notices change; what led to a later step was done
    for (const [index, step] of steps.entries()) {
      step.classList.toggle("done", index <= furthest);
      if (index === furthest + 1) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    }
    byId("guide-next").hidden = furthest < steps.length - 1;
  };

  for (const topic of /** @type {const} */ (["people", "chat", "mails"])) store.on(topic, render);
}
