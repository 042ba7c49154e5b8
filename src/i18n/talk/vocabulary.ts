import type { LocaleFile } from "../locales.ts";

/** The part of a language file that says how people of that language write when they just talk. */
export interface TalkVocabulary {
  words?: TalkWords;
  /**
   * Words and phrases by what they are about: `left` for what is left, `off.weather` for one of the things the bot
   * cannot do. What they say for an intent was learned, for all languages at once.
   */
  cues?: Record<string, string[]>;
}

/** Words with a meaning of their own. Lists by number: what the number counts is said at each. */
export interface TalkWords {
  numbers?: Record<string, number>;
  half?: string[];
  /** Units of time, by how many days they have. */
  days?: Record<string, string[]>;
  /** Units of data, by how many megabytes they have. */
  megabytes?: Record<string, string[]>;
  /** Beside an amount of data: that much every day. */
  perDay?: string[];
  /** May stand between an amount and its `perDay`. */
  approximately?: string[];
  /** May stand between a number and its unit: "5 more days". */
  more?: string[];
  kinds?: Record<string, string[]>;
  /** Days from today, by how many: 1 is tomorrow. */
  today?: Record<string, string[]>;
  /** 1 is Monday. */
  weekdays?: Record<string, string[]>;
  /** The same after another weekday: `周三到五`. */
  shortWeekdays?: Record<string, string[]>;
  months?: Record<string, string[]>;
  /** After a number it makes a month of it: `12月`. */
  monthNumber?: string[];
  /** Days of a month in words: "the third". */
  ordinals?: Record<string, string[]>;
  weekend?: string[];
  /** Days that have a name: `12-25`, or `spring 1` for the first of the Chinese year and `spring 0` for its eve. */
  holidays?: Record<string, string[]>;
  /** Names of a day and of the days around it, a day only beside a word such as `from` and `until`. */
  seasons?: Record<string, string[]>;
  /** The last day of this month. */
  monthEnd?: string[];
  /** Before a month, and after it. */
  endOf?: string[];
  endAfter?: string[];
  /** Where it is about what was: days back, by how many, and what makes "last week" of "week". */
  past?: Record<string, string[]>;
  last?: string[];
  this?: string[];
  next?: string[];
  afterNext?: string[];
  from?: string[];
  until?: string[];
  /** After a day it makes it the last one: `14号回`. */
  backAfter?: string[];
  /** After a length it makes it a day: `3天后`; before it: `in 3 days`. */
  later?: string[];
  laterBefore?: string[];
  earlier?: string[];
  /** After a number it makes a day of the month of it: `14th`. */
  dayNumber?: string[];
  /** The same, but a length where no month and no `until` stands before it: `7日`. */
  dayNumberOrDays?: string[];
  /** May stand inside a date: "the 3rd of May". */
  fillers?: string[];
  /** The length is meant for each of several places. */
  each?: string[];
  /** Names of the cards' brands. */
  cards?: string[];
  /** Before the last digits of a card. */
  cardEnding?: string[];
  /** Before a promotion code. */
  codeWords?: string[];
  /** Between those and the code. */
  codeJoin?: string[];
  /** What is said around a value that is all that was to be said: "my e-mail is". */
  valueWords?: string[];
  /** After a place it makes it the one that is left: `台北出发`. */
  departure?: string[];
  /** Beside "a day" it asks how much each day is. */
  asked?: string[];
  /** What may follow such a character alone. */
  stay?: string[];
  /** Between two places: one flies from the first to the second. */
  flight?: string[];
  /** What looks like a place and is none: the 里加 of 哪里加值 is not Riga. */
  notPlaces?: string[];
  /** Before what is said it rules it out: "not Japan, Korea". */
  negations?: string[];
  /** The same after it: `澳门不去了`. */
  takenBack?: string[];
  /** What comes after is meant instead of what came before: "no wait". */
  corrections?: string[];
  /** After a unit of data: "a gig and a half". */
  halfMore?: string[];
  /** After a place, and before it, where a plan is meant: "the Japan one", "left on Japan". */
  ofPlan?: string[];
  onPlan?: string[];
  /** After a number it is a price. */
  money?: string[];
  /** Beside a length: of everything together. */
  total?: string[];
  /** Beside 4G and 5G where they are about how fast it is. */
  network?: string[];
  /** Between the label of a card and the word for it: `妈妈那张`. */
  cardOf?: string[];
  /** The word for a card. */
  cardWords?: string[];
  /** Before a label of a card that the person chose: "the card I called Mum". */
  cardCalled?: string[];
  /** What people call their cards by: whose they are and what they are for. */
  cardLabels?: string[];
  /** Characters that stand for countries where three or more come together: `英法德`. */
  countryLetters?: Record<string, string[]>;
  /** Country codes that people write in small letters. */
  codes?: string[];
  /** Before a place. */
  prepositions?: string[];
}

/** Finds the vocabularies in the files of `locales/`; a language without one brings none. */
export function talkVocabulariesOf(files: ReadonlyMap<string, LocaleFile>): TalkVocabulary[] {
  return [...files.values()].map(({ talk }) => (talk ?? {}) as TalkVocabulary);
}
