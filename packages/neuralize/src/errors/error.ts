/**
 * The one error class of neuralize: whatever a user can get wrong arrives as one of these.
 *
 * `code` is stable and meant for programs; `message` says what was wrong, where, and what to do. The messages are
 * written in `messages.ts` of each package and nowhere else.
 */
export class NeuralizeError extends Error {
  override readonly name = "NeuralizeError";
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
    /** The row of an argument that is at fault, for callers who know it by another number. */
    readonly place?: { readonly argument: string; readonly row: number },
  ) {
    super(message, options);
  }
}
