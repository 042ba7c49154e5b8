import type { Database } from "../../db/database.ts";
import type { Notice } from "../../domain/notice.ts";
import type { LocalizedName } from "../../domain/plan.ts";
import type { Languages } from "../../i18n/localizer.ts";
import { effectiveTimeZone } from "../../i18n/time-zone.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import { broadcastView } from "../../views/offers.ts";

/** From then until then an offer makes no sound. */
const NIGHT = { from: 22, until: 8 };

/** An operator's offer as one person gets it; in their night it makes no sound. Nothing for who wants none any more. */
export function createComposeBroadcast(deps: {
  database: Database;
  languages: Languages;
  clock: Clock;
  /** What is to follow once Telegram has the picture. */
  onPictureKept: () => Promise<void>;
}) {
  const { database, languages, clock, onPictureKept } = deps;
  const { prisma } = database;

  return {
    async broadcast(
      chatId: bigint,
      { broadcastId }: Extract<Notice, { type: "broadcast" }>,
    ): Promise<Delivery | undefined> {
      const chat = await prisma.chat.findUnique({ where: { id: chatId } });
      if (chat?.offers !== true) return undefined;
      const locale = languages.resolve(chat);
      const silent = isNight(effectiveTimeZone(chat, languages.in(locale)));
      return compose(broadcastId, locale, { silent });
    },
    broadcast_preview: (
      _chatId: bigint,
      { broadcastId, locale }: Extract<Notice, { type: "broadcast_preview" }>,
    ): Promise<Delivery | undefined> => compose(broadcastId, locale, {}),
  };

  async function compose(
    id: number,
    locale: string,
    how: Pick<RenderedMessage, "silent">,
  ): Promise<Delivery | undefined> {
    const broadcast = await prisma.broadcast.findUnique({ where: { id }, omit: { picture: true } });
    if (!broadcast || broadcast.status === "stopped") return undefined;
    const { buttonLabel, buttonTarget, pictureFileId } = broadcast;
    const view = broadcastView(languages.in(locale), {
      text: broadcast.text as LocalizedName,
      button: buttonTarget === null ? null : { label: buttonLabel as LocalizedName, target: buttonTarget },
    });
    const photo = await photoOf(id, pictureFileId);
    return {
      message: { ...view, ...how, ...(photo && { photo }) },
      ...(photo && "bytes" in photo && { onDelivered: (_messageId, fileId) => keepPicture(id, fileId) }),
    };
  }

  async function photoOf(id: number, fileId: string | null): Promise<RenderedMessage["photo"]> {
    if (fileId !== null) return { fileId };
    const { picture } = await prisma.broadcast.findUniqueOrThrow({
      where: { id },
      select: { picture: true },
    });
    return picture ? { bytes: picture } : undefined;
  }

  async function keepPicture(id: number, pictureFileId: string | undefined): Promise<void> {
    if (pictureFileId === undefined) return;
    await prisma.broadcast.update({ where: { id }, data: { pictureFileId, picture: null } });
    await onPictureKept();
  }

  function isNight(timeZone: string): boolean {
    const hour = Number(
      new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" }).format(clock.now()),
    );
    return hour >= NIGHT.from || hour < NIGHT.until;
  }
}
