import { expect, test } from "vitest";
import { parseBroadcast } from "../../src/domain/broadcast.ts";
import { checkHtml } from "../../src/domain/telegram-html.ts";

const LOCALES = ["en", "zh-Hans", "zh-Hant"];
const mistakesOf = (file: string) => {
  const read = parseBroadcast(file, LOCALES);
  return read.ok ? [] : read.error.mistakes;
};

test("a file with a picture, a button and two languages is read as it is meant", () => {
  const file = `# Winter
picture: poster.jpg
link: renew_JP

[en]
button: Renew for Japan
Ten percent off <b>Japan</b>.

Until Sunday.
[zh-Hans]
button: 续日本
日本套餐九折。
`;
  expect(parseBroadcast(`\uFEFF${file.replaceAll("\n", "\r\n")}`, LOCALES)).toEqual({
    ok: true,
    value: {
      text: { en: "Ten percent off <b>Japan</b>.\n\nUntil Sunday.", "zh-Hans": "日本套餐九折。" },
      button: { label: { en: "Renew for Japan", "zh-Hans": "续日本" }, target: "go:renew:JP" },
      picture: "poster.jpg",
    },
  });
});

test.each([
  ["nothing at all", "", "[en] is missing"],
  ["no English", "[zh-Hans]\n九折", "[en] is missing"],
  ["a language nobody speaks here", "[en]\nHi\n[fr]\nSalut", "[fr] is no language of this bot"],
  ["an empty text", "[en]\n \n", "[en] has no text"],
  ["a language twice", "[en]\nHi\n[en]\nHo", "line 3: [en] is there twice"],
  ["words before the first language", "Hello\n[en]\nHi", "line 1: before [en]"],
  ["a button without a link", "[en]\nbutton: Go\nHi", "leads nowhere"],
  ["a link without a button", "link: renew\n[en]\nHi", 'needs "button: LABEL"'],
  ["a link to nowhere", "link: nowhere\n[en]\nbutton: Go\nHi", "link: nowhere must be"],
  ["a link without its s", "link: http://example.com\n[en]\nbutton: Go\nHi", "must be https://"],
  ["a text longer than a message", `[en]\n${"x".repeat(4097)}`, "4097 characters are too many"],
  ["a text longer than a caption", `picture: a.png\n[en]\n${"x".repeat(1025)}`, "1024 with a picture"],
  ["a tag Telegram does not know", "[en]\n<h1>Hi</h1>", "does not know <h1>"],
  ["a tag left open", "[en]\n<b>Hi", "<b> is never closed"],
])("%s is refused with its reason", (_what, file, mistake) => {
  expect(mistakesOf(file).join("\n")).toContain(mistake);
});

test.each([
  ["<b>bold</b> &amp; <i>more</i>", 11, 0],
  ['<a href="https://example.com/?a=1">here</a>', 4, 0],
  ["<b><i>crossed</b></i>", 7, 2],
  ["5 < 6", 5, 1],
  ["R&D", 3, 1],
  ['<a href="javascript:alert(1)">x</a>', 1, 1],
  ["<b onclick=x>y</b>", 1, 1],
])("%s", (html, length, mistakes) => {
  const checked = checkHtml(html);
  expect(checked.mistakes).toHaveLength(mistakes);
  if (mistakes === 0) expect(checked.length).toBe(length);
});

test("the limits count what is read, not the tags", () => {
  expect(mistakesOf(`[en]\n<b>${"x".repeat(4096)}</b>`)).toEqual([]);
});
