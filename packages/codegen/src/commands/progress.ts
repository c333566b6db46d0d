/** Tells how far a run is. */
export interface Progress {
  readonly update: (progress: { readonly done: number; readonly total: number }) => void;
  readonly stop: () => void;
}

/** A bar on a terminal, as soon as a run takes longer than somebody waits; anywhere else nothing at all. */
export async function createProgress(stream: NodeJS.WriteStream): Promise<Progress> {
  if (!stream.isTTY) return { update: () => undefined, stop: () => undefined };
  const { SingleBar } = await import("cli-progress");
  const bar = new SingleBar({ stream, format: "{bar} {value}/{total}", clearOnComplete: true });
  const patient = performance.now() + PATIENCE;
  return {
    update({ done, total }) {
      if (bar.isActive) bar.update(done);
      else if (performance.now() > patient) bar.start(total, done);
    },
    stop: () => bar.stop(),
  };
}

/** In milliseconds. */
const PATIENCE = 500;
