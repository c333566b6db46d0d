/** The place of a part of what stands at a place. */
export function within(place: string, part: string): string {
  const [here = "", ...way] = place.split(WAY);
  return [`${here}${part}`, ...way].join(WAY);
}

/** The place that a reference leads to, called by what is there, and behind it the way there. */
export function beyond(place: string, reference: string, name: string = reference): string {
  return [name, reference, place].join(WAY);
}

/** Whether the way to a place has led through a reference: who follows it again would never end. */
export function cameThrough(place: string, reference: string): boolean {
  return place.split(WAY).includes(reference);
}

/** A place without the way to it, as people look for it. */
export function nearest(place: string): string {
  return place.split(WAY, 1)[0] ?? place;
}

const WAY = " > ";
