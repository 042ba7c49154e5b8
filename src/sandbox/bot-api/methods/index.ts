import type { Method } from "../method.ts";
import { callbackMethods } from "./callbacks.ts";
import { chatMethods } from "./chats.ts";
import { commandMethods } from "./commands.ts";
import { copyMethods } from "./copies.ts";
import { editMethods } from "./edits.ts";
import { inlineMethods } from "./inline.ts";
import { markMethods } from "./marks.ts";
import { mediaMethods } from "./media.ts";
import { messageMethods } from "./messages.ts";
import { profileMethods } from "./profile.ts";
import { receivingMethods } from "./receiving.ts";
import { topicMethods } from "./topics.ts";

/** Every supported method; add a group here. */
const all = {
  ...receivingMethods,
  ...messageMethods,
  ...mediaMethods,
  ...copyMethods,
  ...editMethods,
  ...markMethods,
  ...callbackMethods,
  ...inlineMethods,
  ...commandMethods,
  ...profileMethods,
  ...chatMethods,
  ...topicMethods,
};

const methodByName: ReadonlyMap<string, { name: string; method: Method }> = new Map(
  Object.entries(all).map(([name, method]) => [name.toLowerCase(), { name, method }]),
);

/** Telegram does not mind the case of a method's name. */
export const findMethod = (name: string): { name: string; method: Method } | undefined =>
  methodByName.get(name.toLowerCase());
