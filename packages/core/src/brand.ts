declare const brand: unique symbol;

/**
 * A value that one stage of the pipeline has made, so that the next stage can demand it.
 * Brands exist for the compiler only; at run time a branded string is a plain string.
 */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
