/** What may be sent when, and what was sent so far. Answers to a person's own update count, and never ask. */
export interface Pace {
  /** Milliseconds until anything may go out; 0: now. */
  waitMs(): number;
  /**
   * Milliseconds until this chat may be written to; 0: now, if anything may go out at all. What is urgent may
   * follow at once upon an answer or upon the news before it, as long as the average holds.
   */
  waitForChatMs(chatId: bigint, urgent: boolean): number;
  /** One goes out to this chat now. */
  spend(chatId: bigint): void;
  /** An answer went out; undefined: to a chat that nobody knows here. */
  answered(chatId: bigint | undefined): void;
  /** Telegram wants this chat, or everybody, left alone for so long. */
  refused(chatId: bigint | undefined, seconds: number): void;
  /** Chats that have to be left alone for longer than that. */
  restingFor(ms: number): bigint[];
}
