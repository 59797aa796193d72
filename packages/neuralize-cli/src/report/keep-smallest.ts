/** The items with the smallest keys among all that were added; of equal keys the earlier. */
export interface Smallest<T> {
  /** Whether an item with this key would be kept now: ask before building an item that is costly. */
  readonly admits: (key: number) => boolean;
  readonly add: (key: number, item: T) => void;
  /** The kept items by key, smallest first. */
  readonly items: () => readonly T[];
}

interface Entry<T> {
  readonly key: number;
  readonly order: number;
  readonly item: T;
}

const after = (a: { key: number; order: number }, b: { key: number; order: number }) =>
  a.key > b.key || (a.key === b.key && a.order > b.order);

/** Keeps the `capacity` items with the smallest keys: a binary heap with the largest at its root, O(log capacity). */
export function keepSmallest<T>(capacity: number): Smallest<T> {
  const heap: Entry<T>[] = [];
  let added = 0;

  const largest = () => heap[0]?.key ?? Number.NEGATIVE_INFINITY;
  const admits = (key: number) => heap.length < capacity || key < largest();

  function riseFrom(start: number, entry: Entry<T>) {
    let hole = start;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !after(entry, above)) break;
      heap[hole] = above;
      hole = parent;
    }
    heap[hole] = entry;
  }

  function sinkFromRoot(entry: Entry<T>) {
    let hole = 0;
    for (;;) {
      const left = heap[2 * hole + 1];
      const right = heap[2 * hole + 2];
      const next = right !== undefined && left !== undefined && after(right, left) ? right : left;
      if (next === undefined || !after(next, entry)) break;
      heap[hole] = next;
      hole = 2 * hole + (next === left ? 1 : 2);
    }
    heap[hole] = entry;
  }

  return {
    admits,
    add(key, item) {
      if (!admits(key)) return;
      const entry = { key, order: added++, item };
      if (heap.length < capacity) riseFrom(heap.length, entry);
      else sinkFromRoot(entry);
    },
    items: () => [...heap].sort((a, b) => (after(a, b) ? 1 : -1)).map((entry) => entry.item),
  };
}
