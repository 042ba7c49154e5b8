import type { Children } from "./children.ts";

export interface PartOptions {
  /** About half a minute for everything, rougher. */
  quick: boolean;
  /** Where a PostgreSQL answers, if one does. */
  server: string | undefined;
  /** Whether the place, `PGlite` or `PostgreSQL`, was asked for. */
  wanted: (place: string) => boolean;
  /** Ends every process that was started through it when the part is over, however that happens. */
  children: Children;
}

/** What `npm run bench` measures and can measure alone, by its name. */
export interface Part {
  name: string;
  about: string;
  /** The figures for people, and for `--json`. */
  run(options: PartOptions): Promise<{ text: string; figures: unknown }>;
}
