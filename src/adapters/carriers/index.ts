import type { Carrier } from "../../ports/carrier.ts";
import { createLedger, type LedgerDeps } from "./ledger.ts";

/** Every carrier by the name that cards have in their `carrier` column. */
export type Carriers = ReadonlyMap<string, Carrier>;

/** What the carriers need, all together; settings have the names they have in `Config`. */
export type CarrierDeps = LedgerDeps;

/** The registry, one line for each carrier. One that is not set up answers undefined and is left out. */
export function createCarriers(deps: CarrierDeps): Carriers {
  const carriers: (Carrier | undefined)[] = [
    createLedger(deps), //
  ];
  return new Map(carriers.flatMap((carrier) => (carrier ? [[carrier.name, carrier]] : [])));
}
