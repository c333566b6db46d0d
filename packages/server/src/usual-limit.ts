/** The most bytes of a body, where nobody says another number: 1 MiB. */
export const USUAL_LIMIT: number = 2 ** 20;
