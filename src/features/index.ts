import type { Feature } from "../bot/feature.ts";
import { type BalanceFeatureDeps, createBalanceFeature } from "./balance/index.ts";
import { createLinkFeature, type LinkFeatureDeps } from "./link/index.ts";
import { createSettingsFeature, type SettingsFeatureDeps } from "./settings/index.ts";
import { createStartFeature } from "./start/index.ts";

/** What the features need of the world below; each names its own part. */
export type FeatureDeps = BalanceFeatureDeps &
  LinkFeatureDeps &
  SettingsFeatureDeps & {
    /** Made of many parts: the composition root puts it together. */
    renewal: Feature;
    orders: Feature;
  };

/** Everything a person can do, one line each. */
export function createFeatures(deps: FeatureDeps): Feature[] {
  // Settings first: they look after every update, also those that end with a command below.
  return [
    createSettingsFeature(deps),
    createStartFeature(),
    createLinkFeature(deps),
    createBalanceFeature(deps),
    deps.renewal,
    deps.orders,
  ];
}
