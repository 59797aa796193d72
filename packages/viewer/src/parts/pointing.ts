/** What a reader points at and chooses among the rows of a report, by index. */
export interface Pointing {
  readonly selected: number;
  /** The row under the pointer, if there is one. */
  readonly preview: number | undefined;
  readonly show: (index: number | undefined) => void;
  readonly select: (index: number) => void;
}
