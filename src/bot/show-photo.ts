import { type Context, InputFile, InputMediaBuilder } from "grammy";
import type { RenderedMessage } from "../ports/messenger.ts";
import { isNotModified, isUneditable, toInlineKeyboard } from "./show.ts";

/**
 * Shows a picture with its caption where the person looks: a pressed button's picture becomes it, anything
 * else is answered with a new message. The name goes into a header as it is: letters, digits, dash and dot.
 */
export async function showPhoto(
  ctx: Context,
  photo: { bytes: Uint8Array; fileName: string },
  { text: caption, keyboard = [] }: RenderedMessage,
): Promise<void> {
  const file = () => new InputFile(photo.bytes, photo.fileName);
  const reply_markup = toInlineKeyboard(keyboard);
  const pressed = ctx.callbackQuery?.message;
  if (pressed && "photo" in pressed && pressed.photo) {
    const media = InputMediaBuilder.photo(file(), { caption, parse_mode: "HTML" });
    try {
      await ctx.api.editMessageMedia(ctx.chat!.id, pressed.message_id, media, { reply_markup });
      return;
    } catch (error) {
      if (isNotModified(error)) return;
      if (!isUneditable(error)) throw error;
    }
  }
  await ctx.replyWithPhoto(file(), { caption, parse_mode: "HTML", reply_markup });
}
