/** The hosted page stands in for somebody else's page, so its words are its own and not in `locales/`. */
export interface PageTexts {
  testMode: string;
  testNote: string;
  back: string;
  total: string;
  quantity: string;
  orCard: string;
  alipay: string;
  cardNumber: string;
  expiry: string;
  email: string;
  picks: string;
  picksPay: string;
  picksDeclined: string;
  picksFunds: string;
  pay: string;
  bank: string;
  bankNote: string;
  declined: string;
  insufficientFunds: string;
  unknownCard: string;
  walletFailed: string;
  walletCanceled: string;
  notOffered: string;
  walletTitle: string;
  walletAsk: string;
  authorize: string;
  fail: string;
  cancel: string;
  paidTitle: string;
  paidText: string;
  pendingTitle: string;
  pendingText: string;
  failedTitle: string;
  failedText: string;
  settleGood: string;
  settleBad: string;
  expiredTitle: string;
  expiredText: string;
  receipt: string;
  paidWith: string;
  refunded: string;
  notFound: string;
}

const en: PageTexts = {
  testMode: "Sandbox",
  testNote: "No real money moves here.",
  back: "Back to the shop",
  total: "Total",
  quantity: "Quantity {n}",
  orCard: "or pay by card",
  alipay: "Alipay",
  cardNumber: "Card number",
  expiry: "Expiry",
  email: "E-mail for the receipt",
  picks: "Test cards",
  picksPay: "Pays",
  picksDeclined: "Declined",
  picksFunds: "No funds",
  pay: "Pay {amount}",
  bank: "Pay from a bank account",
  bankNote: "Settles days later. Open this page again to decide how it ends.",
  declined: "Your card was declined. Nothing was charged. Try another card or another way to pay.",
  insufficientFunds: "Not enough money on this card. Nothing was charged. Try another card.",
  unknownCard: "That is not one of the test cards. Pick one below; never type a real card here.",
  walletFailed: "{method} refused the payment. Nothing was charged. Try again or pay another way.",
  walletCanceled: "You came back from {method}. Nothing was charged.",
  notOffered: "This way to pay is not offered here.",
  walletTitle: "Confirm in {method}",
  walletAsk: "{shop} asks for {amount}.",
  authorize: "Authorise {amount}",
  fail: "Let it fail",
  cancel: "Cancel and go back",
  paidTitle: "Payment complete",
  paidText: "{amount} was paid. You can close this page.",
  pendingTitle: "On its way from the bank",
  pendingText: "{amount} was promised but has not arrived. In real life this takes days; here you decide.",
  failedTitle: "The bank did not pay",
  failedText: "{amount} could not be collected. Nothing was charged.",
  settleGood: "The money arrives",
  settleBad: "The bank refuses",
  expiredTitle: "This link has expired",
  expiredText: "Nothing was charged. Go back to the shop for a fresh link.",
  receipt: "Receipt",
  paidWith: "Paid with",
  refunded: "Refunded",
  notFound: "There is no such page.",
};

const hans: PageTexts = {
  testMode: "沙盒",
  testNote: "这里不会动用真实资金。",
  back: "返回商店",
  total: "合计",
  quantity: "数量 {n}",
  orCard: "或使用银行卡",
  alipay: "支付宝",
  cardNumber: "卡号",
  expiry: "有效期",
  email: "接收收据的邮箱",
  picks: "测试卡",
  picksPay: "成功",
  picksDeclined: "被拒",
  picksFunds: "余额不足",
  pay: "支付 {amount}",
  bank: "从银行账户付款",
  bankNote: "几天后才到账。重新打开此页面即可决定结果。",
  declined: "银行卡被拒，未扣款。请换一张卡或换一种付款方式。",
  insufficientFunds: "卡内余额不足，未扣款。请换一张卡。",
  unknownCard: "这不是测试卡号。请选下面的一张，切勿在此输入真实卡号。",
  walletFailed: "{method} 拒绝了付款，未扣款。请重试或换一种付款方式。",
  walletCanceled: "你已从 {method} 返回，未扣款。",
  notOffered: "此处不提供这种付款方式。",
  walletTitle: "在 {method} 中确认",
  walletAsk: "{shop} 请求收取 {amount}。",
  authorize: "同意支付 {amount}",
  fail: "让付款失败",
  cancel: "取消并返回",
  paidTitle: "支付成功",
  paidText: "已支付 {amount}，可以关闭此页面。",
  pendingTitle: "银行处理中",
  pendingText: "{amount} 已承诺但尚未到账。现实中需要几天，在这里由你决定。",
  failedTitle: "银行未付款",
  failedText: "未能收取 {amount}，没有扣款。",
  settleGood: "款项到账",
  settleBad: "银行拒绝",
  expiredTitle: "链接已失效",
  expiredText: "未扣款。请返回商店获取新链接。",
  receipt: "收据",
  paidWith: "付款方式",
  refunded: "已退款",
  notFound: "没有这个页面。",
};

const hant: PageTexts = {
  testMode: "沙盒",
  testNote: "這裡不會動用真實資金。",
  back: "返回商店",
  total: "合計",
  quantity: "數量 {n}",
  orCard: "或使用信用卡",
  alipay: "支付寶",
  cardNumber: "卡號",
  expiry: "有效期限",
  email: "接收收據的電郵",
  picks: "測試卡",
  picksPay: "成功",
  picksDeclined: "被拒",
  picksFunds: "餘額不足",
  pay: "支付 {amount}",
  bank: "由銀行帳戶付款",
  bankNote: "數日後才入帳。重新打開此頁面即可決定結果。",
  declined: "卡片被拒，未扣款。請換一張卡或換一種付款方式。",
  insufficientFunds: "卡內餘額不足，未扣款。請換一張卡。",
  unknownCard: "這不是測試卡號。請選下面的一張，切勿在此輸入真實卡號。",
  walletFailed: "{method} 拒絕了付款，未扣款。請重試或換一種付款方式。",
  walletCanceled: "你已從 {method} 返回，未扣款。",
  notOffered: "此處不提供這種付款方式。",
  walletTitle: "在 {method} 中確認",
  walletAsk: "{shop} 要求收取 {amount}。",
  authorize: "同意支付 {amount}",
  fail: "讓付款失敗",
  cancel: "取消並返回",
  paidTitle: "付款成功",
  paidText: "已支付 {amount}，可以關閉此頁面。",
  pendingTitle: "銀行處理中",
  pendingText: "{amount} 已承諾但尚未入帳。現實中需要數日，在這裡由你決定。",
  failedTitle: "銀行未付款",
  failedText: "未能收取 {amount}，沒有扣款。",
  settleGood: "款項入帳",
  settleBad: "銀行拒絕",
  expiredTitle: "連結已失效",
  expiredText: "未扣款。請返回商店取得新連結。",
  receipt: "收據",
  paidWith: "付款方式",
  refunded: "已退款",
  notFound: "沒有這個頁面。",
};

/** Words for a session's locale; `auto` follows the browser's language, as Stripe's page does. */
export function pageLanguage(locale: string | null, acceptLanguage: string | null) {
  const asked = locale === null || locale === "auto" ? (acceptLanguage ?? "en").split(/[,;]/)[0] : locale;
  const tag = asked && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(asked) ? asked : "en";
  if (/^zh-(hk|mo|tw|hant)/i.test(tag)) return { tag, htmlLang: "zh-Hant", texts: hant };
  if (/^zh/i.test(tag)) return { tag, htmlLang: "zh-Hans", texts: hans };
  return { tag, htmlLang: "en", texts: en };
}

export type PageLanguage = ReturnType<typeof pageLanguage>;

/** Puts values into `{holes}`. */
export function fill(template: string, values: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole);
}
