/** "a", "a and b", "a, b and c"; generic, so that a list may hold more than text. */
export function enumerated<T>(items: readonly T[]): readonly (T | string)[] {
  return items.flatMap((item, i) => {
    if (i === 0) return [item];
    return [i === items.length - 1 ? " and " : ", ", item];
  });
}
