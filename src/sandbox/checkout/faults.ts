import { setTimeout as pause } from "node:timers/promises";
import type { CheckoutProvider } from "../contracts.ts";
import { faultError } from "./api-error.ts";

export type ApiFault = Parameters<CheckoutProvider["addFault"]>[0];

export interface Faults {
  add(fault: ApiFault): void;
  clear(): void;
  /** The first fault that waits for such a call; it counts as hit. */
  take(method: string, path: string): ApiFault | undefined;
}

/** Faults in the order they were asked for. */
export function createFaults(): Faults {
  const faults: ApiFault[] = [];
  return {
    add: (fault) => void faults.push({ ...fault }),
    clear: () => void faults.splice(0),
    take(method, path) {
      const index = faults.findIndex(
        (fault) => path.startsWith(fault.path ?? "/") && (fault.method ?? method) === method,
      );
      const fault = faults[index];
      if (!fault) return undefined;
      const left = (fault.times ?? 1) - 1;
      if (left <= 0) faults.splice(index, 1);
      else faults[index] = { ...fault, times: left };
      return fault;
    },
  };
}

/**
 * Does the work as the fault lets it: before the answer is lost, not at all, or slowly (status 200).
 * `undefined` means that nobody answers. The work is handed the pause, to hold its locks meanwhile.
 */
export async function withFault<T>(
  fault: ApiFault | undefined,
  work: (hold: () => Promise<void>) => Promise<T>,
): Promise<T | undefined> {
  const hold = async () => {
    if (fault?.delayMs !== undefined) await pause(fault.delayMs, undefined, { ref: false });
  };
  if (!fault || fault.status === 200) return work(hold);
  if (fault.afterTheFact) await work(hold);
  else await hold();
  if (fault.status === "drop") return undefined;
  throw faultError(fault.status);
}
