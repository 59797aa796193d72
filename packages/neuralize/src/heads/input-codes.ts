import type { CategoryColumn } from "./table-model.ts";

/** From here on float32 does not tell a whole number from the next. */
const LARGEST_CODE = 2 ** 24;

/**
 * The numbers by which an explainer, whose rows are float32, takes the categories of a column, in their order: the
 * codes that the file holds where float32 tells them apart, else (texts, and codes of nine digits, say) the places of
 * the categories in the model's list.
 */
export function inputCodes({ categories, codes }: Pick<CategoryColumn, "categories" | "codes">): readonly number[] {
  const narrowed = new Set(codes?.map(Math.fround));
  const distinct = narrowed.size === codes?.length && codes.every((code) => Math.abs(code) < LARGEST_CODE);
  return codes !== undefined && distinct ? codes : categories.map((_, place) => place);
}
