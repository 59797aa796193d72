/** The part of a grid of square images that is in the document. */
export interface GridWindow {
  readonly columns: number;
  /** Height of a row with the gap after it, of the whole grid, and of what lies above the part, in pixels. */
  readonly rowHeight: number;
  readonly height: number;
  readonly top: number;
  /** Places from `first` up to but without `last`. */
  readonly first: number;
  readonly last: number;
}

/** As the style of a sheet has it. */
const gap = 6;
const smallest = 68;
/** Rows beyond either end of what is seen. */
const spare = 3;

/** What of `count` images is in the document in a view of `viewHeight` pixels that is scrolled down by `scrollTop`. */
export function gridWindow(count: number, width: number, scrollTop: number, viewHeight: number): GridWindow {
  const columns = Math.max(1, Math.floor((width + gap) / (smallest + gap)));
  const side = Math.max(1, (width - gap * (columns - 1)) / columns);
  const rowHeight = side + gap;
  const rows = Math.ceil(count / columns);
  const firstRow = Math.min(Math.max(0, rows - 1), Math.max(0, Math.floor(scrollTop / rowHeight) - spare));
  const lastRow = Math.min(rows, Math.ceil((scrollTop + viewHeight) / rowHeight) + spare);
  return {
    columns,
    rowHeight,
    height: Math.max(0, rows * rowHeight - gap),
    top: firstRow * rowHeight,
    first: firstRow * columns,
    last: Math.min(count, lastRow * columns),
  };
}

/** How far down to scroll so that a place is seen; unchanged where it is seen already. */
export function scrolledTo(
  { columns, rowHeight }: GridWindow,
  place: number,
  scrollTop: number,
  viewHeight: number,
): number {
  const top = Math.floor(place / columns) * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + rowHeight + gap - viewHeight);
}
