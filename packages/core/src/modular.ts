/**
 * A power modulo a number, by squaring. How long it takes depends on the exponent, so it is for secrets that nobody else can
 * make this machine compute with.
 *
 * @example
 * modularPower(4n, 13n, 497n); // => 445n
 */
export function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === "1") result = (result * base) % modulus;
  }
  return result;
}

/**
 * The number that bytes stand for, the first of them the highest.
 *
 * @example
 * numberOf(Uint8Array.of(1, 0)); // => 256n
 */
export function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x0${toHex(bytes)}`);
}

/**
 * The bytes of a number, filled up with zeros to a length.
 *
 * @example
 * bytesOfNumber(256n, 3); // => Uint8Array.of(0, 1, 0)
 */
export function bytesOfNumber(number: bigint, length: number): Uint8Array {
  const hex = number.toString(16).padStart(2 * length, "0");
  return Uint8Array.from({ length }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16));
}

/**
 * Bytes in lower-case hex.
 *
 * @example
 * toHex(Uint8Array.of(0, 255)); // => "00ff"
 */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
