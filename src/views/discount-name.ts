import { nameIn } from "../domain/plan.ts";
import type { Localizer } from "../i18n/localizer.ts";
import type { Discount } from "../use-cases/promotion/read-discount.ts";

/** `WELCOME10`, `Winter sale · WELCOME10`. Plain text. */
export const discountName = (language: Localizer, { code, name }: Discount): string =>
  name ? `${nameIn(name, language.locale)} · ${code}` : code;
