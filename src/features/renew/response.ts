import type { RenderedMessage } from "../../ports/messenger.ts";
import type { Renewal } from "../../use-cases/renewal/read-renewal.ts";

/** What to show for one step of the renewal. */
export interface Response {
  view: RenderedMessage;
  /** Nothing more is asked: what follows happens on the checkout page, or nowhere. */
  done: boolean;
  /** Whose panel the view is; undefined when it belongs to no order. */
  renewal?: Renewal;
}
