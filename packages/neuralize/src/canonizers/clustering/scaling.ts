import type { Value } from "../../graph/value.ts";
import { type Form, grows, ordering, type Rows, squaredDistances } from "./form.ts";

const times = (rows: Rows | undefined, number: number): Rows | undefined =>
  rows && { factor: rows.factor * number, rows: rows.rows };

/** number · form, as the value `out`. */
export function scaled(form: Form, number: number, out: Value): Form | undefined {
  switch (form.kind) {
    case "coordinates":
      return { ...form, scale: form.scale * number, shift: times(form.shift, number) };
    case "squares":
      return { ...form, factor: form.factor * number };
    case "products":
      return { ...form, cross: { factor: form.cross.factor * number, rows: form.cross.rows } };
    case "distances":
      if (form.exponent === 1)
        return squaredDistances(out, {
          points: form.points,
          axes: form.axes,
          squares: form.squares * number,
          cross: number === 0 ? undefined : times(form.cross, number),
        });
      if (form.cross === undefined) return number > 0 ? form : undefined;
      return number === 0 ? undefined : ordering(form, form.axes, grows(form) === number > 0);
    case "ordering":
      return number === 0 ? undefined : { ...form, grows: form.grows === number > 0 };
    case "summary":
    case "unsupported":
    case "direction":
      return form;
    default:
      return undefined;
  }
}
