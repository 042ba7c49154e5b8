import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hearIccid, luhnHolds, parseIccid } from "../../src/domain/iccid.ts";
import { newIccid } from "../kit/seed.ts";

const ICCID = "8999999000000000019";
const iccid = luhnHolds(ICCID) ? ICCID : newIccid();
const spaced = iccid.replace(/(\d{4})(?=\d)/g, "$1 ");
const fullWidth = iccid.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));

describe("a card's number as people write it", () => {
  test.each([
    ["bare", iccid],
    ["in groups", spaced],
    ["with dashes", spaced.replaceAll(" ", "-")],
    ["with the dashes of a word processor", spaced.replaceAll(" ", "–")],
    ["in full-width digits", fullWidth],
    ["with the F that fills it up", `${iccid}F`],
    ["with that F apart", `${spaced} f`],
    ["named", `ICCID: ${iccid}`],
    ["in a sentence", `It says ${spaced}, I think.`],
    ["over two lines", `${iccid.slice(0, 10)}\n${iccid.slice(10)}`],
    ["with marks nobody sees", `\u200e${iccid}\u200b`],
    ["after another number", `Card 2: ${iccid}`],
  ])("%s", (_how, text) => {
    expect(hearIccid(text)).toEqual({ type: "iccid", iccid });
  });

  const wrong = iccid.slice(0, -1) + ((Number(iccid.at(-1)) + 1) % 10);
  test.each([
    ["a digit is wrong", wrong, "check_digit"],
    ["a digit is missing in the middle of the run", iccid.slice(0, 15), "length"],
    ["the chip's own number", "89049032000000000000000000000199", "eid"],
    ["a phone number", "+44 7700 900117 000", "length"],
  ])("%s: it is said what is wrong", (_what, text, reason) => {
    expect(hearIccid(text)).toEqual({ type: "not_iccid", reason });
  });

  test.each(["123456", "hello", "", "12/11/2026", "HY-4T7K2M", "a".repeat(500) + iccid])(
    "%j is not meant as one",
    (text) => {
      expect(hearIccid(text)).toBeUndefined();
    },
  );

  test("whatever is typed, a number that is heard holds its check digit", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9 \-fF]{0,40}$/), (text) => {
        const heard = hearIccid(text);
        if (heard?.type === "iccid") expect(parseIccid(heard.iccid)).toBe(heard.iccid);
      }),
    );
  });

  test("one wrong digit is never taken for another card", () => {
    fc.assert(
      fc.property(fc.nat(iccid.length - 1), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const digit = (Number(iccid[at]) + by) % 10;
        expect(parseIccid(iccid.slice(0, at) + digit + iccid.slice(at + 1))).toBeUndefined();
      }),
    );
  });
});
