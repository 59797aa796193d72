/** Choices read off a list of numbers, so that a shorter list or smaller numbers are a simpler graph. */
export interface Picks {
  /** A whole number from `least` to `most`. */
  integer(least: number, most: number): number;
  of<T>(choices: readonly T[]): T;
  chance(): boolean;
}

export function picksFrom(numbers: readonly number[]): Picks {
  let next = 0;
  const integer = (least: number, most: number): number => {
    const number = numbers[next++ % Math.max(1, numbers.length)] ?? 0;
    return least + (number % (most - least + 1));
  };
  return {
    integer,
    of: (choices) => choices[integer(0, choices.length - 1)] as (typeof choices)[number],
    chance: () => integer(0, 1) === 1,
  };
}
