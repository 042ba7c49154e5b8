import { person as acts, follow } from "./api.js";
import { createChatHeader } from "./chat-header.js";
import { createChatLog } from "./chat-log.js";
import { createComposer } from "./composer.js";
import { createDesk } from "./desk.js";
import { createElsewhere } from "./elsewhere.js";
import { createGuide } from "./guide.js";
import { createInlineKeyboards } from "./inline-keyboard.js";
import { createMailbox } from "./mailbox.js";
import { createNotices } from "./notices.js";
import { createPanel } from "./panel.js";
import { createPanes } from "./panes.js";
import { createPeople } from "./people.js";
import { isSafeLink } from "./rich-text.js";
import { createStore } from "./store.js";

const store = createStore();
const notices = createNotices();

/** @param {(personId: number) => Promise<unknown>} act */
function asPerson(act) {
  const id = store.state.personId;
  if (id !== undefined) act(id).catch((error) => notices.trouble(error));
}

const send = (/** @type {Record<string, unknown>} */ what) => asPerson((id) => acts.send(id, what));
const header = createChatHeader(store, notices, {
  start: (payload) => send({ kind: "text", text: payload ? `/start ${payload}` : "/start" }),
});
const keyboards = createInlineKeyboards({ openHere: header.openHere, press });
const composer = createComposer(store, {
  send,
  edit: (messageId, text) => asPerson((id) => acts.edit(id, messageId, text)),
});
createChatLog(
  store,
  keyboards,
  {
    reply: composer.reply,
    edit: composer.edit,
    openHere: header.openHere,
    copy: (text) => notices.copy(text),
    command: (text) => send({ kind: "text", text }),
  },
  notices,
);
createPeople(store);
createMailbox(store, notices);
createPanel(store, notices);
createElsewhere(store, notices, { openHere: header.openHere });
createGuide(store);
createPanes(store);
createDesk(store, notices); // after the panes: it reads what is shown once a tab is chosen
follow(store);

/**
 * Presses a button and shows the bot's answer, as a toast or, where the bot insists, as an alert.
 *
 * @param {number} chatId
 * @param {number} messageId
 * @param {string} callbackData
 */
async function press(chatId, messageId, callbackData) {
  try {
    const answer = await acts.press(chatId, messageId, callbackData);
    if (chatId !== store.state.personId) return; // said to somebody else
    if (answer.unanswered) notices.toast("The bot did not answer this button within 10 seconds", "trouble");
    if (answer.text && answer.showAlert) notices.alert(answer.text);
    else if (answer.text) notices.toast(answer.text);
    if (answer.url && !header.openHere(answer.url) && isSafeLink(answer.url)) {
      window.open(answer.url, "_blank", "noopener");
    }
  } catch (error) {
    notices.trouble(error);
  }
}
