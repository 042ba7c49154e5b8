import { readFileSync } from "node:fs";

// Compiled, this file lies in `dist/sandbox/sample/`, where the catalogue is not copied to.
const plansFile = new URL("../../../src/sandbox/sample/plans.csv", import.meta.url);

/** The sample catalogue in the columns of `import-plans`; every country is in at least one plan. */
export function samplePlansCsv(): string {
  return readFileSync(plansFile, "utf8");
}

/** The sample people's cards in the columns of `import-cards`, as they would be at that moment. */
export function sampleCardsCsv(now: Date): string {
  const columns = Object.keys(columnsOf(sampleCards[0]!, now));
  const lines = sampleCards.map((card) => Object.values(columnsOf(card, now)).join(","));
  return `${[columns.join(","), ...lines].join("\n")}\n`;
}

export interface SampleCard {
  email: string;
  iccid: string;
  phone?: string;
  label?: string;
  plan?: {
    sku: string;
    /** Total and used; an unlimited plan has no total. */
    dataMb?: [total: number | undefined, used: number];
    voiceMin?: [total: number, used: number];
    startsInHours: number;
    endsInHours: number;
  };
}

const days = 24;
const gb = 1024;

export const sampleCards: readonly SampleCard[] = [
  {
    email: "alice@example.com",
    iccid: "8988070112006334417",
    phone: "+447700900117",
    label: "Alice travel",
    plan: {
      sku: "HY-JP-7D-10G",
      dataMb: [10 * gb, 7 * gb],
      voiceMin: [100, 40],
      startsInHours: -3 * days,
      endsInHours: 4 * days,
    },
  },
  {
    email: "chen.ming@example.com",
    iccid: "8988070226004152835",
    phone: "+447700900128",
    label: "陈明 柏林",
    plan: {
      sku: "YY-DE-30D-UNL",
      dataMb: [undefined, 31.5 * gb],
      voiceMin: [300, 85],
      startsInHours: -12 * days,
      endsInHours: 18 * days,
    },
  },
  {
    email: "lin.xiaoyu@example.com",
    iccid: "8988070112007186055",
    phone: "+447700900136",
    label: "小雨出差",
    plan: {
      sku: "RG-EASTASIA-15D-20G",
      dataMb: [20 * gb, 4.5 * gb],
      startsInHours: -6 * days,
      endsInHours: 9 * days,
    },
  },
  {
    email: "lin.xiaoyu@example.com",
    iccid: "8988070112004621906",
    label: "舊卡",
    plan: {
      sku: "HY-TH-7D-10G",
      dataMb: [10 * gb, 6.25 * gb],
      startsInHours: -27 * days,
      endsInHours: -20 * days,
    },
  },
  { email: "sophie.martin@example.com", iccid: "8988070226009374160", label: "Sophie study" },
  {
    email: "sophie.martin@example.com",
    iccid: "8988070112011503287",
    phone: "+447700900153",
    label: "Sophie holidays",
    plan: {
      sku: "RG-EUROPE-7D-10G",
      dataMb: [10 * gb, 0],
      startsInHours: 5 * days,
      endsInHours: 12 * days,
    },
  },
  {
    email: "david.park@example.com",
    iccid: "89880702260082745134",
    phone: "+12025550143",
    label: "Calls home",
    plan: {
      sku: "YY-US-30D-300MIN",
      voiceMin: [300, 222],
      startsInHours: -20 * days,
      endsInHours: 10 * days,
    },
  },
  {
    email: "wang.fang@example.com",
    iccid: "8988070112008359628",
    phone: "+447700900162",
    label: "Singapore & Malaysia",
    plan: {
      sku: "RG-SEASIA-7D-10G",
      dataMb: [10 * gb, 10 * gb],
      startsInHours: -5 * days,
      endsInHours: 2 * days,
    },
  },
  {
    email: "maria.silva@example.com",
    iccid: "8988070226005091776",
    phone: "+447700900174",
    label: "Maria Madrid",
    plan: {
      sku: "YY-ES-30D-30G",
      dataMb: [30 * gb, 29.25 * gb],
      voiceMin: [200, 200],
      startsInHours: 5 - 30 * days,
      endsInHours: 5,
    },
  },
  {
    email: "tom.baker@example.com",
    iccid: "8988070112012846396",
    phone: "+447700900185",
    label: "Round the world",
    plan: {
      sku: "RG-WORLD-15D-3G",
      dataMb: [3 * gb, 0.25 * gb],
      startsInHours: -1 * days,
      endsInHours: 14 * days,
    },
  },
  { email: "zhang.wei@example.com", iccid: "89880701120166074259" },
  {
    email: "emma.jones@example.com",
    iccid: "8988070226006438083",
    phone: "+12025550168",
    label: "Emma campus",
    plan: {
      sku: "YY-US-30D-UNL",
      dataMb: [undefined, 66 * gb],
      voiceMin: [600, 118],
      startsInHours: -24 * days,
      endsInHours: 6 * days,
    },
  },
];

function columnsOf({ email, iccid, phone = "", label = "", plan }: SampleCard, now: Date) {
  return {
    email,
    iccid,
    // Our invented issuer numbers the cards of each brand in a series of its own.
    product: iccid.startsWith("89880701") ? "heyon" : "yuanyou",
    carrier: "ledger",
    carrier_ref: "",
    phone,
    label,
    plan_sku: plan?.sku ?? "",
    data_total_mb: plan?.dataMb?.[0] ?? "",
    data_used_mb: plan?.dataMb?.[1] ?? "",
    voice_total_min: plan?.voiceMin?.[0] ?? "",
    voice_used_min: plan?.voiceMin?.[1] ?? "",
    valid_from: plan ? hoursFrom(now, plan.startsInHours) : "",
    valid_until: plan ? hoursFrom(now, plan.endsInHours) : "",
  };
}

/** ISO 8601, on the next full hour: plans end at times that are easy to say. */
function hoursFrom(now: Date, hours: number): string {
  const hourMs = 60 * 60 * 1000;
  return new Date((Math.ceil(now.getTime() / hourMs) + hours) * hourMs).toISOString();
}
