/** As the operator's `promo create` would make them; not given: no limit. */
const anything = {
  startsAt: null,
  endsAt: null,
  products: [],
  countries: [],
  kinds: [],
  firstOrderOnly: false,
  limitPerPerson: null,
  limitTotal: null,
  offered: false,
};

/** One that is offered, two to be typed: off trips to Japan, and off what is sold by the day. */
export const samplePromotions = [
  {
    ...anything,
    code: "WELCOME10",
    name: { en: "Welcome", "zh-Hans": "新客礼", "zh-Hant": "新客禮" },
    discount: { type: "percent" as const, percent: 10, currency: null },
    firstOrderOnly: true,
    offered: true,
  },
  {
    ...anything,
    code: "JAPAN5",
    name: null,
    discount: { type: "amount" as const, amountMinor: 500, currency: "USD" },
    countries: ["JP"],
    limitTotal: 100,
  },
  {
    ...anything,
    code: "FREEDAY",
    name: { en: "A day on us", "zh-Hans": "免费一天", "zh-Hant": "免費一天" },
    discount: { type: "amount" as const, amountMinor: 240, currency: "USD" },
    kinds: ["daily" as const],
    limitPerPerson: 1,
  },
];
