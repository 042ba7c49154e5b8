import { Menu } from "@grammyjs/menu";
import type { BotContext } from "../../bot/context.ts";
import type { MessageButton } from "../../ports/messenger.ts";

/**
 * A menu whose buttons are a view like any other, so that they are shown and edited as views are. Labels
 * change with the language and the clock, so a press is known by its place; what makes a keyboard outdated is
 * `shape`, the list of choices it offers. An outdated press shows the panel as it is now.
 *
 * A class because the library keeps rendering to its subclasses.
 */
export class PanelMenu extends Menu<BotContext> {
  constructor(id: string, options: { shape: string; onOutdated(ctx: BotContext): Promise<unknown> }) {
    super(id, {
      autoAnswer: false,
      fingerprint: () => options.shape,
      onMenuOutdated: async (ctx) => void (await options.onOutdated(ctx)),
    });
  }

  async keyboard(ctx: BotContext): Promise<MessageButton[][]> {
    const rows = await this.render(ctx);
    return rows
      .filter((row) => row.length > 0)
      .map((row) =>
        row.map((button) => ({
          text: button.text,
          callbackData: "callback_data" in button ? button.callback_data : "",
        })),
      );
  }
}
