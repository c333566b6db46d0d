/** What is at hand, or will be. Each promise between a request and its verdict costs more than a lookup in memory, so none is made up. */
export type Soon<T> = Promise<T> | T;

/**
 * Whether it is still to come.
 *
 * @example
 * [isLater(Promise.resolve(7)), isLater(7), isLater(undefined)]; // => [true, false, false]
 */
export function isLater<T>(soon: Soon<T>): soon is Promise<T> {
  return typeof soon === "object" && soon !== null && "then" in soon;
}

/**
 * What follows from it, just as soon.
 *
 * @example
 * follow(20, (number) => number + 1); // => 21
 * await follow(Promise.resolve(20), (number) => number + 1); // => 21
 */
export function follow<T, U>(soon: Soon<T>, next: (value: T) => Soon<U>): Soon<U> {
  return isLater(soon) ? soon.then(next) : next(soon);
}
