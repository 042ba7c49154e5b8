/** The only source of "now" for anything a person or a promise depends on. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
