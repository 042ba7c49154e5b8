import type { Method } from "../method.ts";
import { callbackMethods } from "./callbacks.ts";
import { chatMethods } from "./chats.ts";
import { commandMethods } from "./commands.ts";
import { editMethods } from "./edits.ts";
import { messageMethods } from "./messages.ts";
import { profileMethods } from "./profile.ts";
import { receivingMethods } from "./receiving.ts";

/** Every supported method; add a group here. */
const all = {
  ...receivingMethods,
  ...messageMethods,
  ...editMethods,
  ...callbackMethods,
  ...commandMethods,
  ...profileMethods,
  ...chatMethods,
};

const methodByName = new Map(
  Object.entries(all).map(([name, method]) => [name.toLowerCase(), { name, method }]),
);

/** Telegram does not mind the case of a method's name. */
export const findMethod = (name: string): { name: string; method: Method } | undefined =>
  methodByName.get(name.toLowerCase());
