import { beforeEach, describe, expect, test } from "vitest";
import { alice, openBotApi, token } from "./bot-api-world.ts";

let world: ReturnType<typeof openBotApi>;
beforeEach(async () => {
  world = openBotApi();
  await world.withAlice();
});
const chat_id = alice.id;

async function upload(method: string, fields: Record<string, string>, part: string, bytes: string) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ chat_id: String(chat_id), ...fields })) form.set(name, value);
  form.set(part, new File([bytes], "usage.png", { type: "image/png" }));
  return world.ask(`/bot${token}/${method}`, { method: "POST", body: form });
}
const photo = async () => (await upload("sendPhoto", { caption: "7 days" }, "photo", "week")).result;
const becomes = (message_id: number, media: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  world.call("editMessageMedia", { chat_id, message_id, media, ...more });

describe("editMessageMedia", () => {
  test("a picture becomes another one, its caption and buttons with it", async () => {
    const { message_id } = await photo();
    const media = { type: "photo", media: "attach://new", caption: "<b>30 days</b>", parse_mode: "HTML" };
    const fields = {
      message_id: String(message_id),
      media: JSON.stringify(media),
      reply_markup: JSON.stringify({ inline_keyboard: [[{ text: "7 days", callback_data: "usage:7" }]] }),
    };
    const { result } = await upload("editMessageMedia", fields, "new", "month!");
    expect(result).toMatchObject({ message_id, caption: "30 days", photo: [{ file_size: 6 }] });
    expect(result.edit_date).toBeGreaterThan(0);
    const shown = world.api.chat(alice.id).messages.at(-1)!;
    expect(shown).toMatchObject({ messageId: message_id, text: "30 days", buttons: [[{ text: "7 days" }]] });
    expect(
      (await becomes(message_id, { type: "photo", media: result.photo[0].file_id })).result,
    ).toMatchObject({
      message_id,
    });
    expect(world.api.chat(alice.id).messages.at(-1)).toMatchObject({ text: "", buttons: [] });
  });

  test("a text becomes a picture and is gone", async () => {
    const { message_id } = await world.result("sendMessage", { chat_id, text: "Soon" });
    const { photo: sizes } = await photo();
    const { result } = await becomes(message_id, { type: "photo", media: sizes[0].file_id });
    expect(result).not.toHaveProperty("text");
    expect(result.photo).toHaveLength(1);
  });

  test.each<[string, Record<string, unknown> | undefined, string]>([
    ["no media", undefined, "media is not specified"],
    ["a type that there is not", { type: "sticker", media: "x" }, "InputMedia"],
    ["a file nobody sent", { type: "photo", media: "unknown" }, "wrong remote file identifier"],
    [
      "a part that is not there",
      { type: "photo", media: "attach://gone" },
      "there is no photo in the request",
    ],
  ])("refuses %s", async (_what, media, description) => {
    const { message_id } = await photo();
    const answer = await world.call("editMessageMedia", { chat_id, message_id, media });
    expect(answer).toMatchObject({ ok: false, error_code: 400 });
    expect(answer.description).toContain(description);
  });

  test("refuses what is the same, what cannot be edited, and a caption that is too long", async () => {
    const { message_id, photo: sizes } = await photo();
    const media = { type: "photo", media: sizes[0].file_id, caption: "7 days" };
    expect((await becomes(message_id, media)).description).toContain("message is not modified");
    expect((await becomes(999, media)).description).toContain("message to edit not found");
    const place = await world.result("sendLocation", { chat_id, latitude: 1, longitude: 2 });
    expect((await becomes(place.message_id, media)).description).toContain("message can't be edited");
    const long = { ...media, caption: "x".repeat(1_025) };
    expect((await becomes(message_id, long)).description).toContain("caption is too long");
    const document = await becomes(message_id, { ...media, type: "document" });
    expect(document.description).toContain("can't use file of type photo as document");
  });
});
