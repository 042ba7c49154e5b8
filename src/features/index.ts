import type { Feature } from "../bot/feature.ts";
import { createLinkFeature, type LinkFeatureDeps } from "./link/index.ts";
import { createStartFeature } from "./start/index.ts";

/** What the features need of the world below; each names its own part. */
export type FeatureDeps = LinkFeatureDeps & {
  /** Made of many parts: the composition root puts it together. */
  renewal: Feature;
};

/** Everything a person can do, one line each. */
export function createFeatures(deps: FeatureDeps): Feature[] {
  return [createStartFeature(), createLinkFeature(deps), deps.renewal];
}
