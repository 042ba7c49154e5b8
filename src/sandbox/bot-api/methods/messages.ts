import { integer, list, may, need, string } from "../kinds.ts";
import { textContent } from "../message-text.ts";
import { type Methods, method } from "../method.ts";
import { linkPreviewOptions, messageEntity } from "../object-kinds.ts";
import { postFromBot, sendingShape } from "../post-message.ts";
import { chatParam, checkThread, reachChat } from "../reach-chat.ts";
import { badRequest } from "../refusal.ts";

const ACTIONS = new Set([
  "typing",
  "upload_photo",
  "record_video",
  "upload_video",
  "record_voice",
  "upload_voice",
  "upload_document",
  "choose_sticker",
  "find_location",
  "record_video_note",
  "upload_video_note",
]);

export const messageMethods: Methods = {
  sendMessage: method(
    {
      ...sendingShape,
      text: need(string, "message text is empty"),
      parse_mode: may(string),
      entities: may(list(messageEntity)),
      link_preview_options: may(linkPreviewOptions),
    },
    (world, params) =>
      postFromBot(world, params, () => ({
        ...textContent(world, params),
        link_preview_options: params.link_preview_options,
      })),
  ),

  sendChatAction: method(
    {
      chat_id: chatParam,
      message_thread_id: may(integer),
      action: need(string, "wrong parameter action in request"),
    },
    (world, params) => {
      if (!ACTIONS.has(params.action)) throw badRequest("wrong parameter action in request");
      const chat = reachChat(world, params.chat_id);
      checkThread(chat, params.message_thread_id);
      world.typing.start(chat.id);
      return true;
    },
  ),
};
