/**
 * Where in a JSON document something stands. A linked list, because a plan has a place per seat and only the
 * odd ones are ever written out.
 */
export type Place = { readonly parent: Place | null; readonly key: string | number };

const pointerKeyCharactersMax = 80;

export const rootPlace: Place = { parent: null, key: '' };

export function placeInside(parent: Place, key: string | number): Place {
  return { parent, key };
}

/** The JSON pointer (RFC 6901) of a place; a monstrous key is shortened with an ellipsis. */
export function pointerOf(place: Place): string {
  const steps: string[] = [];
  for (let at: Place | null = place; at !== null && at.parent !== null; at = at.parent) {
    steps.push(`/${shortenText(String(at.key)).replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
  return steps.reverse().join('');
}

/** Foreign text made fit for a message: one line, well formed, short. */
export function shortenText(text: string): string {
  const start = text.length > pointerKeyCharactersMax ? `${text.slice(0, pointerKeyCharactersMax)}…` : text;
  return start.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}
