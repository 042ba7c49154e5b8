import type { Feature } from "../bot/feature.ts";
import { createStartFeature } from "./start/index.ts";

/** Everything a person can do, one line each. */
export function createFeatures(): Feature[] {
  return [createStartFeature()];
}
