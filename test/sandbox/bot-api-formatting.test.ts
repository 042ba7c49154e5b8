import { beforeEach, describe, expect, test } from "vitest";
import { alice, openBotApi } from "./bot-api-world.ts";

let world: ReturnType<typeof openBotApi>;
beforeEach(async () => {
  world = openBotApi();
  await world.withAlice();
});

const send = (text: string, parse_mode?: string) =>
  world.call("sendMessage", { chat_id: alice.id, text, parse_mode });

/** `type "what it covers"` for every entity. */
function marks({
  text,
  entities = [],
}: {
  text: string;
  entities?: { type: string; offset: number; length: number }[];
}) {
  return entities.map(({ type, offset, length }) => `${type} ${text.slice(offset, offset + length)}`);
}

describe("HTML", () => {
  const understood: [string, string, string[]][] = [
    ["<b>a</b><strong>b</strong>", "ab", ["bold a", "bold b"]],
    ["<i>a</i><em>b</em>", "ab", ["italic a", "italic b"]],
    ["<u>a</u><ins>b</ins>", "ab", ["underline a", "underline b"]],
    [
      "<s>a</s><strike>b</strike><del>c</del>",
      "abc",
      ["strikethrough a", "strikethrough b", "strikethrough c"],
    ],
    ["<tg-spoiler>a</tg-spoiler><span class='tg-spoiler'>b</span>", "ab", ["spoiler a", "spoiler b"]],
    [
      "<blockquote>a</blockquote><blockquote expandable>b</blockquote>",
      "ab",
      ["blockquote a", "expandable_blockquote b"],
    ],
    ["<B>a <i>b</i></B>", "a b", ["bold a b", "italic b"]],
    ["<code>a &lt; <b>b</b> &amp;&quot;</code>", 'a < b &"', ['code a < b &"']],
    ["📱<b>卡</b>", "📱卡", ["bold 卡"]],
    ["  \n<b> x </b>\n", "x", ["bold x"]],
    ["a &#x4E2D; &#65; & &nope; <b>&lt;</b>", "a 中 A & &nope; <", ["bold <"]],
  ];
  test.each(understood)("%s", async (html, text, entities) => {
    const { result } = await send(html, "HTML");
    expect(result.text).toBe(text);
    expect(marks(result)).toEqual(entities);
  });

  test("links, mentions and code blocks carry what they need", async () => {
    const { result } = await send(
      `<a href="https://example.com/?a=1&amp;b=2">x</a> <a href="tg://user?id=${alice.id}">y</a> <pre><code class="language-ts">z</code></pre> <a href="nohost">w</a>`,
      "HTML",
    );
    expect(result.entities).toEqual([
      { type: "text_link", offset: 0, length: 1, url: "https://example.com/?a=1&b=2" },
      { type: "text_mention", offset: 2, length: 1, user: expect.objectContaining({ id: alice.id }) },
      { type: "pre", offset: 4, length: 1, language: "ts" },
    ]);
  });

  const refused: [string, string][] = [
    ["<b>a", `Can't find end tag corresponding to start tag "b"`],
    ["卡 <b>a</i>", 'Unmatched end tag at byte offset 8, expected "</b>", found "</i>"'],
    ["a</b>", "Unexpected end tag at byte offset 1"],
    ["3 <4", "Unclosed start tag at byte offset 2"],
    ["<h1>a</h1>", 'Unsupported start tag "h1" at byte offset 0'],
    ["Tom <tom@example.com>", 'Unsupported start tag "tom@example.com" at byte offset 4'],
    ["<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ["<a href>a</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'],
    ["<br/>", 'Unsupported start tag "br/" at byte offset 0'],
  ];
  test.each(refused)("%s is refused", async (html, why) => {
    expect(await send(html, "HTML")).toEqual({
      ok: false,
      error_code: 400,
      description: `Bad Request: can't parse entities: ${why}`,
    });
  });
});

describe("MarkdownV2", () => {
  test("is understood", async () => {
    const { result } = await send(
      "*b _i_* __u__ ~s~ ||h|| `c` [l](https://example.com/a\\)) 1\\.5",
      "MarkdownV2",
    );
    expect(result.text).toBe("b i u s h c l 1.5");
    expect(marks(result)).toEqual([
      "bold b i",
      "italic i",
      "underline u",
      "strikethrough s",
      "spoiler h",
      "code c",
      "text_link l",
    ]);
  });

  test.each([
    ["1.5 GB", "Character '.' is reserved and must be escaped with the preceding '\\'"],
    ["*a", "Can't find end of bold entity at byte offset 0"],
  ])("%s is refused", async (text, why) => {
    expect((await send(text, "MarkdownV2")).description).toBe(`Bad Request: can't parse entities: ${why}`);
  });
});

describe("what Telegram marks by itself", () => {
  const found: [string, string[]][] = [
    ["/start link_abc", ["bot_command /start"]],
    ["/balance@sim_bot and /help", ["bot_command /balance@sim_bot", "bot_command /help"]],
    ["see https://example.com/a?b=c.", ["url https://example.com/a?b=c"]],
    ["alice.ng+x@mail.example.com, please", ["email alice.ng+x@mail.example.com"]],
    ["example.com/x or t.me/sim_bot", ["url example.com/x", "url t.me/sim_bot"]],
    [
      "@alice_ng #japan $USD $12.50 3.5/10 a/b 1.2.3",
      ["mention @alice_ng", "hashtag #japan", "cashtag $USD"],
    ],
    ["余额/balance", []],
  ];
  test.each(found)("%s", (text, entities) => {
    const messageId = world.api.send(alice.id, { kind: "text", text });
    const shown = world.api.chat(alice.id).messages.find((message) => message.messageId === messageId)!;
    expect(marks(shown)).toEqual(entities);
  });

  test("is left alone inside code and links", async () => {
    const { result } = await send(
      '<code>/start</code> <a href="https://example.com">example.com</a>',
      "HTML",
    );
    expect(marks(result)).toEqual(["code /start", "text_link example.com"]);
  });
});

test("entities given apart are held against the text", async () => {
  const chat_id = alice.id;
  const bold = { type: "bold", offset: 0, length: 2 };
  expect(
    (await world.result("sendMessage", { chat_id, text: " ab", entities: [{ ...bold, offset: 1 }] }))
      .entities,
  ).toEqual([bold]);
  const beyond = await world.call("sendMessage", { chat_id, text: "a", entities: [bold] });
  expect(beyond.description).toBe("Bad Request: can't parse entities: entity at offset 0 is out of the text");
});
