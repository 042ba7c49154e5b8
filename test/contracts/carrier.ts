import { describe, expect, test } from "vitest";
import type { Carrier, Renewal } from "../../src/ports/carrier.ts";

/** How a carrier is set up for the contract: on its stand-in, with cards that exist and one that does not. */
export interface CarrierBench {
  carrier: Carrier;
  /** A renewal of an order and a card that the carrier knows; each call another order on another card. */
  renewal(): Promise<Renewal>;
  /** The same card, another order. */
  another(renewal: Renewal): Promise<Renewal>;
  /** One that it will never do. */
  impossible(): Promise<Renewal>;
  close(): Promise<void>;
}

/** What every carrier keeps, whoever it is. */
export function carrierContract(name: string, open: () => Promise<CarrierBench>): void {
  describe(`the carrier ${name}`, () => {
    const onBench = (sentence: string, run: (bench: CarrierBench) => Promise<void>) =>
      test(sentence, async () => {
        const bench = await open();
        try {
          await run(bench);
        } finally {
          await bench.close();
        }
      });

    onBench("renews, and the bundle is on the card", async ({ carrier, renewal }) => {
      const order = await renewal();
      const outcome = await carrier.renew(order);
      if (outcome.type !== "renewed") throw new Error(`It was ${outcome.type}`);
      const { bundles } = await carrier.readBundles(order.card);
      const bundle = bundles.find(({ bundleRef }) => bundleRef === outcome.bundle.bundleRef)!;
      expect(bundle).toMatchObject({ dataTotalBytes: order.plan.dataBytes, dataUsedBytes: 0n });
      expect(bundle.expiresAt).toEqual(outcome.bundle.expiresAt);
    });

    onBench("applies an order once, however often it is told", async ({ carrier, renewal }) => {
      const order = await renewal();
      const first = await carrier.renew(order);
      expect(await carrier.renew(order)).toEqual(first);
      expect((await carrier.readBundles(order.card)).bundles).toHaveLength(1);
    });

    onBench("applies an order once when told several times at once", async ({ carrier, renewal }) => {
      const order = await renewal();
      const outcomes = await Promise.all(Array.from({ length: 5 }, () => carrier.renew(order)));
      expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
      expect((await carrier.readBundles(order.card)).bundles).toHaveLength(1);
    });

    onBench("applies each of two orders for one card", async ({ carrier, renewal, another }) => {
      const order = await renewal();
      const second = await another(order);
      const outcomes = await Promise.all([carrier.renew(order), carrier.renew(second)]);
      expect(outcomes.map(({ type }) => type)).toEqual(["renewed", "renewed"]);
      expect((await carrier.readBundles(order.card)).bundles).toHaveLength(2);
    });

    onBench("tells what became of an order", async ({ carrier, renewal }) => {
      const order = await renewal();
      const outcome = await carrier.renew(order);
      if (outcome.type !== "renewed") throw new Error(`It was ${outcome.type}`);
      expect(await carrier.findRenewal(order)).toEqual(outcome.bundle);
    });

    onBench("knows nothing of an order that never arrived", async ({ carrier, renewal }) => {
      expect(await carrier.findRenewal(await renewal())).toBeUndefined();
    });

    onBench("refuses for good what it can never do, and changes nothing", async ({ carrier, impossible }) => {
      const order = await impossible();
      expect(await carrier.renew(order)).toMatchObject({ type: "refused" });
      expect(await carrier.renew(order)).toMatchObject({ type: "refused" });
      expect(await carrier.findRenewal(order)).toBeUndefined();
    });
  });
}
