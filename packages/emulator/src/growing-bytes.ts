const MOST_KEPT = 2 ** 20;

/** Bytes that come in pieces. They grow by doubling, so that many small pieces cost no more than one large one. */
export class GrowingBytes {
  #room: Buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  append(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#room.length) {
      const room = Buffer.allocUnsafe(2 * (this.length + bytes.length));
      this.#end = this.held().copy(room);
      this.#start = 0;
      this.#room = room;
    }
    this.#room.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  drop(count: number): void {
    this.#start += count;
    if (this.length > 0) return;
    this.#start = this.#end = 0;
    if (this.#room.length > MOST_KEPT) this.#room = Buffer.alloc(0);
  }

  /** What is held now: a view, which is good until something is appended. */
  held(): Buffer {
    return this.#room.subarray(this.#start, this.#end);
  }
}
