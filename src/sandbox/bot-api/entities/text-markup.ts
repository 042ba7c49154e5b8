import { linkOf } from "../links.ts";
import type { MessageEntity, User } from "../telegram-objects.ts";

export interface FormattedText {
  text: string;
  entities: MessageEntity[];
}

/** Looks up who is meant by `tg://user?id=`. */
export type FindUser = (id: number) => User | undefined;

/** A link nobody could open is shown as plain text, without complaint, as Telegram does. */
export function linkEntity(
  entity: MessageEntity,
  url: string,
  findUser: FindUser,
): MessageEntity | undefined {
  const userId = /^tg:\/\/user\?id=(\d+)$/.exec(url)?.[1];
  if (userId) {
    const user = findUser(Number(userId));
    return user && { ...entity, type: "text_mention", user };
  }
  const link = linkOf(url);
  return link ? { ...entity, type: "text_link", url: link } : undefined;
}
