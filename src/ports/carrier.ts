import type { Resource } from "../domain/bundle.ts";
import type { PlanKind, Product } from "../domain/plan.ts";

export interface CarrierCard {
  id: string;
  iccid: string;
  product: Product;
  /** The carrier's own id of the card; empty where it knows the ICCID. */
  carrierRef: string;
}

/** What was bought, as the order promised it. */
export interface Renewal {
  /** The idempotency key: the same order is never applied twice. */
  orderId: string;
  card: CarrierCard;
  plan: RenewalPlan;
  /** Units: days of a daily plan, 1 otherwise. */
  quantity: number;
  /** The day of arrival that was chosen; null: as soon as it can. */
  startsAt: Date | null;
}

export interface RenewalPlan {
  sku: string;
  name: { en: string } & Record<string, string>;
  kind: PlanKind;
  days: number;
  dataBytes: bigint | null;
  voiceSeconds: number;
  fairUseBytes: bigint | null;
  countries: string[];
  /** The carrier's own id of the plan. */
  carrierRef: string;
}

export interface RenewedBundle {
  /** The carrier's own id of the new bundle. */
  bundleRef: string;
  /** Null while it waits for another bundle to end. */
  startsAt: Date | null;
  expiresAt: Date | null;
}

export type RenewalOutcome =
  | { type: "renewed"; bundle: RenewedBundle }
  /** For good: asking again will not help. */
  | { type: "refused"; reason: "plan_unavailable" | "card_unavailable" };

/** Days to be added to a bundle. */
export interface Extension {
  /** The end that it has: with another one nothing is added, so that the same wish counts once. */
  wasUntil: Date;
  days: number;
  /** Who wants it, for the carrier's books. */
  cause: string;
}

/** Why days cannot be added; `changed`: it has another end by now. */
export type NoExtension = "not_found" | "changed" | "not_started" | "over" | "followed";

export type ExtensionOutcome = { type: "extended"; until: Date } | { type: "refused"; reason: NoExtension };

/** A bundle as the carrier reports it. */
export interface ReportedBundle {
  bundleRef: string;
  dataTotalBytes: bigint | null;
  dataUsedBytes: bigint;
  voiceTotalSeconds: number;
  voiceUsedSeconds: number;
  startsAt: Date | null;
  expiresAt: Date | null;
}

/** What a card used, as the carrier's network reports it. */
export interface UsageEvent {
  /** The network's own; the same one counts once. */
  id: string;
  iccid: string;
  resource: Resource;
  /** Bytes, seconds or messages. */
  amount: number;
  at: Date;
  /** ISO 3166-1 alpha-2 in capitals, where the network tells. */
  country?: string;
}

export type WebhookReading =
  | { type: "usage"; events: UsageEvent[] }
  /** Something has changed on these cards, such as data getting low: their figures are worth asking for. */
  | { type: "changed"; iccids: string[] }
  /** Signed by nobody we know, or too long ago. */
  | { type: "unsigned" }
  /** Signed, but not what was agreed: which event, and why, for the sender's log. */
  | { type: "malformed"; reasons: string[] };

/**
 * A carrier's platform. Methods throw when it did not answer, answered nonsense or is failing: for `renew`
 * that means *unknown*, so ask `findRenewal` before trying again.
 */
export interface Carrier {
  /** Its name in the registry, and in the cards' `carrier` column. */
  name: string;
  /** True when our own database is the carrier's truth, so that its figures are never stale. */
  readonly figuresAreOurs: boolean;
  /** How long its figures count as fresh, where that is not left to the setting. */
  readonly freshForSeconds?: number;
  renew(renewal: Renewal, options?: { signal?: AbortSignal }): Promise<RenewalOutcome>;
  /** What became of an order there; undefined when it never arrived. */
  findRenewal(
    renewal: Pick<Renewal, "orderId" | "card">,
    options?: { signal?: AbortSignal },
  ): Promise<RenewedBundle | undefined>;
  /** What is on the card now, and when the carrier says so. */
  readBundles(
    card: CarrierCard,
    options?: { signal?: AbortSignal },
  ): Promise<{ asOf: Date; bundles: ReportedBundle[] }>;
  /** Has a bundle end later; asked again it answers as before. Absent where it cannot. */
  extend?(card: CarrierCard, bundleRef: string, extension: Extension): Promise<ExtensionOutcome>;
  /** Checks and reads what its network sent us; absent where it sends nothing. Time counts by `now`. */
  readWebhook?(request: {
    body: Uint8Array;
    header(name: string): string | undefined;
    now: Date;
  }): WebhookReading;
}
