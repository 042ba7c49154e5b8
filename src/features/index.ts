import type { Feature } from "../bot/feature.ts";
import { createStartFeature } from "./start/index.ts";

/** What was put together by the composition root, each by the name of its folder. */
export interface ComposedFeatures {
  settings: Feature;
  link: Feature;
  balance: Feature;
  usage: Feature;
  renewal: Feature;
  orders: Feature;
  reminders: Feature;
  offers: Feature;
  support: Feature;
  cards: Feature;
  chats: Feature;
  talk: Feature;
  privacy: Feature;
}

/** Everything a person can do, one line each. */
export function createFeatures(composed: ComposedFeatures): Feature[] {
  return [
    // First: settings look after every update, also those that end with a command below.
    composed.settings,
    // Then the desk: while a human has the word, what is written goes to them.
    composed.support,
    createStartFeature(),
    composed.link,
    composed.balance,
    composed.usage,
    composed.renewal,
    composed.orders,
    composed.offers,
    // After those that know the person: common questions and small talk.
    composed.talk,
    composed.reminders,
    composed.cards,
    composed.chats,
    composed.privacy,
  ];
}
