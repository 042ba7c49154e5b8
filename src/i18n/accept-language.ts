import { matchLocale } from "./localizer.ts";

/** The locale that suits what a browser asks for (`Accept-Language`), best first; undefined when none does. */
export function localeForBrowser(header: string, locales: readonly string[]): string | undefined {
  const wanted = header
    .slice(0, 500)
    .split(",")
    .map((entry) => {
      const [tag = "", ...parameters] = entry.split(";").map((part) => part.trim());
      const weight = parameters.find((parameter) => parameter.startsWith("q="));
      return { tag, weight: weight === undefined ? 1 : Number(weight.slice(2)) || 0 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of wanted) {
    const match = matchLocale(tag, locales);
    if (match) return match;
  }
  return undefined;
}
