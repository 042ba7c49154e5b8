/** A message already rendered, in Telegram's HTML. */
export interface RenderedMessage {
  text: string;
  /** Above the text, which may then have 1024 characters: one that Telegram has, or its bytes. */
  photo?: { fileId: string } | { bytes: Uint8Array };
  /** Makes no sound when it arrives. */
  silent?: boolean;
  /** Rows of buttons; each has callback data (1–64 bytes) or a link. */
  keyboard?: MessageButton[][];
}

export type MessageButton = { text: string; callbackData: string } | { text: string; url: string };

export type DeliveryOutcome =
  /** Without an id where several messages, or none, came of it; `fileId` is how Telegram calls the picture. */
  | { type: "delivered"; messageId?: number; fileId?: string | undefined }
  /** The person blocked the bot or never started it. */
  | { type: "unreachable" }
  /** Telegram refuses the content for good. */
  | { type: "refused"; reason: string }
  /** Asked to wait. */
  | { type: "wait"; seconds: number };

/** Says something unprompted. Throws when Telegram did not answer, so that it is tried again. */
export interface Messenger {
  send(chatId: bigint, message: RenderedMessage): Promise<DeliveryOutcome>;
  /** Falls back to a new message when the old one cannot be edited any more. */
  edit(chatId: bigint, messageId: number, message: RenderedMessage): Promise<DeliveryOutcome>;
  /** Takes the buttons off an old message; a message that is gone or has none is fine. */
  removeButtons(chatId: bigint, messageId: number): Promise<void>;
}
