import type { Localizer } from "../i18n/localizer.ts";
import type { RenewedShown } from "../use-cases/order/read-renewed.ts";

/** What has been added to the card, and until when. Telegram HTML. */
export function renewedLines(
  language: Localizer,
  renewed: RenewedShown | undefined,
  timeZone: string,
  now: Date,
): string[] {
  if (!renewed) return [];
  const { format, html } = language;
  const { kind, dataTotalBytes: total, dataUsedBytes: used, startsAt, expiresAt } = renewed;
  const lines: string[] = [];
  if (kind === "unlimited") lines.push(html("news.unlimited"));
  else if (total) {
    const left = total > used ? total - used : 0n;
    lines.push(html("news.dataLeft", { left: format.dataIn(left, total), total: format.data(total) }));
  }
  if (!startsAt || !expiresAt) return [...lines, html("news.waits")];
  if (startsAt > now) lines.push(html("news.startsOn", { date: format.dateTime(startsAt, timeZone) }));
  lines.push(html("news.until", { date: format.dateTime(expiresAt, timeZone) }));
  return lines;
}
