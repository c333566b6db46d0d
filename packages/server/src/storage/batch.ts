/** How much is done at once. */
export interface BatchOptions {
  /** The largest batch. */
  readonly size: number;
  /** How many batches may be under way. */
  readonly lanes: number;
}

interface Waiting<Input, Output> {
  readonly input: Input;
  readonly resolve: (output: Output) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Turns calls that come while others are under way into one call for all of them: a database takes a thousand rows in
 * hardly more time than one. A single call does not wait. When `run` rejects, each call of that batch does.
 *
 * @example
 * const sizes = [];
 * const double = batched(async (inputs) => (sizes.push(inputs.length), inputs.map((one) => one * 2)), { size: 9, lanes: 1 });
 * await Promise.all([double(1), double(2), double(3)]); // => [2, 4, 6]
 * sizes; // => [3]
 */
export function batched<Input, Output>(
  run: (inputs: readonly Input[]) => Promise<readonly Output[]>,
  { size, lanes }: BatchOptions,
): (input: Input) => Promise<Output> {
  const queue: Waiting<Input, Output>[] = [];
  let busy = 0;
  const work = async (): Promise<void> => {
    if (busy === lanes) return;
    busy += 1;
    while (queue.length > 0) await settle(run, queue.splice(0, size));
    busy -= 1;
  };
  return (input) =>
    new Promise((resolve, reject) => {
      queue.push({ input, resolve, reject });
      // What the same turn of the event loop still asks for belongs to the same batch, up to its size.
      if ((queue.length - 1) % size === 0) queueMicrotask(() => void work());
    });
}

async function settle<Input, Output>(
  run: (inputs: readonly Input[]) => Promise<readonly Output[]>,
  batch: readonly Waiting<Input, Output>[],
): Promise<void> {
  try {
    const outputs = await run(batch.map(({ input }) => input));
    for (const [at, { resolve, reject }] of batch.entries()) {
      const output = outputs[at];
      if (output === undefined) reject(new Error("A batch has answered too few of its calls."));
      else resolve(output);
    }
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
