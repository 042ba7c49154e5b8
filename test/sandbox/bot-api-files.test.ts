import { beforeEach, describe, expect, test } from "vitest";
import { alice, openBotApi, token } from "./bot-api-world.ts";

let world: ReturnType<typeof openBotApi>;
beforeEach(async () => {
  world = openBotApi();
  await world.withAlice();
});
const chat_id = alice.id;
const shown = () => world.api.chat(alice.id);

describe("files", () => {
  test("uploaded by the bot are shown and served", async () => {
    const form = new FormData();
    form.set("chat_id", String(chat_id));
    form.set("caption", "<b>Usage</b>");
    form.set("parse_mode", "HTML");
    form.set("photo", new File(["png!"], "usage.png", { type: "image/png" }));
    const { result } = await world.ask(`/bot${token}/sendPhoto`, { method: "POST", body: form });
    expect(result).toMatchObject({ caption: "Usage", photo: [{ file_size: 4 }] });
    const { file_path } = await world.result("getFile", { file_id: result.photo[0].file_id });
    expect(shown().messages.at(-1)).toMatchObject({
      text: "Usage",
      attachment: { kind: "photo", fileName: "usage.png", url: `/file/bot${token}/${file_path}` },
    });
    const file = await world.api.fetch(new Request(`http://127.0.0.1/file/bot${token}/${file_path}`));
    expect([await file.text(), file.headers.get("content-type")]).toEqual(["png!", "image/png"]);

    const again = await world.call("sendPhoto", { chat_id, photo: result.photo[0].file_id });
    expect(again.ok).toBe(true);
    const asDocument = await world.call("sendDocument", { chat_id, document: result.photo[0].file_id });
    expect(asDocument.description).toBe("Bad Request: can't use file of type photo as document");
  });

  test("uploads are understood with and without the spaces and quotes that are optional", async () => {
    const send = (disposition: (name: string, file?: string) => string, ending = "--\r\n") =>
      world.ask(`/bot${token}/sendDocument`, {
        method: "POST",
        headers: { "content-type": "multipart/form-data; boundary=----x" },
        body: [
          `------x\r\n${disposition("chat_id")}\r\n\r\n${chat_id}`,
          `------x\r\n${disposition("document")}\r\n\r\nattach://abc`,
          `------x\r\n${disposition("abc", "HY-1.pdf")}\r\ncontent-type:application/pdf\r\n\r\n%PDF\r\n--`,
          `------x${ending}`,
        ].join("\r\n"),
      });
    const terse = (name: string, file?: string) =>
      `content-disposition:form-data;name="${name}"${file ? `;filename=${file}` : ""}`;
    const wordy = (name: string, file?: string) =>
      `Content-Disposition: form-data; name="${name}"${file ? `; filename="${file}"` : ""}`;
    for (const disposition of [terse, wordy]) {
      const { result } = await send(disposition);
      expect(result.document).toMatchObject({
        file_name: "HY-1.pdf",
        mime_type: "application/pdf",
        file_size: 8,
      });
    }
    for (const broken of [await send(terse, ""), await send(() => "content-disposition:attachment")]) {
      expect(broken.description).toBe("Bad Request: can't parse multipart body");
    }
  });

  test.each(["photo", "voice", "video", "sticker", "document"] as const)(
    "a person's %s reaches the bot",
    async (kind) => {
      world.api.send(alice.id, { kind, fileName: "mine.bin" });
      const [{ message }] = await world.result("getUpdates");
      const facts = kind === "photo" ? message.photo[0] : message[kind];
      expect((await world.result("getFile", { file_id: facts.file_id })).file_size).toBeGreaterThan(0);
      expect(shown().messages.at(-1)).toMatchObject({ from: "person", attachment: { kind } });
    },
  );

  test("places and contacts too", async () => {
    world.api.send(alice.id, { kind: "location", latitude: 35.68, longitude: 139.69 });
    world.api.send(alice.id, { kind: "contact", phoneNumber: "+81312345678", firstName: "Bob" });
    expect(await world.result("getUpdates")).toMatchObject([
      { message: { location: { latitude: 35.68, longitude: 139.69 } } },
      { message: { contact: { phone_number: "+81312345678", first_name: "Bob" } } },
    ]);
    expect(await world.result("sendLocation", { chat_id, latitude: 1, longitude: 2 })).toHaveProperty(
      "location",
    );
    expect(
      await world.result("sendContact", { chat_id, phone_number: "+1", first_name: "B" }),
    ).toHaveProperty("contact");
  });

  test("an album comes whole or not at all", async () => {
    world.api.send(alice.id, { kind: "photo" });
    const [{ message }] = await world.result("getUpdates");
    const item = { type: "photo", media: message.photo[0].file_id };
    const album: { media_group_id: string }[] = await world.result("sendMediaGroup", {
      chat_id,
      media: [item, item],
    });
    expect(new Set(album.map((one) => one.media_group_id)).size).toBe(1);
    const before = shown().messages.length;
    const broken = await world.call("sendMediaGroup", {
      chat_id,
      media: [item, { ...item, media: "nothing" }],
    });
    expect(broken.ok).toBe(false);
    expect(shown().messages).toHaveLength(before);
  });
});
