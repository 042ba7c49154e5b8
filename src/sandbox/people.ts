import type { SandboxPerson } from "./contracts.ts";

/** Somebody to play; the e-mail is the one `sample/cards.csv` registers their cards under. */
export interface SamplePerson extends SandboxPerson {
  /** Absent: no account yet. */
  email?: string;
  /** Of their account, for its sign-in page; a sandbox's secret is no secret. */
  password?: string;
  /** One line for the person switcher. */
  about: string;
}

const SAMPLE_PASSWORD = "paper boats";

/** Invented people. Their ids exceed 32 bits, as Telegram's do. */
export const samplePeople: readonly SamplePerson[] = [
  {
    id: 7_104_220_817,
    firstName: "Alice",
    lastName: "Marsh",
    username: "alice_marsh",
    languageCode: "en",
    email: "alice@example.com",
    password: SAMPLE_PASSWORD,
    about: "Heyon · a week in Japan",
  },
  {
    id: 7_233_905_148,
    firstName: "陈明",
    username: "chen_ming",
    languageCode: "zh-hans",
    email: "chen.ming@example.com",
    password: SAMPLE_PASSWORD,
    about: "Yuanyou 远遊 · a long stay",
  },
  {
    id: 7_388_016_402,
    firstName: "林小雨",
    languageCode: "zh-TW",
    email: "lin.xiaoyu@example.com",
    password: SAMPLE_PASSWORD,
    about: "Heyon · two cards",
  },
  {
    id: 7_519_447_930,
    firstName: "Noah",
    languageCode: "en",
    about: "a newcomer without a card",
  },
];
