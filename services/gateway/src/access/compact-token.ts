/** Ours have some 400 characters. */
const tokenCharactersMax = 2_000;
const partsCount = 3;

/**
 * Whether a text may be a signed token: three parts of base64url, each written in the one way there is. Decoders take
 * padding, spaces and stray last bits as well, so that one signature would have many spellings, each a token of its own
 * to whoever remembers tokens by their text.
 */
export function isCompactToken(text: string): boolean {
  if (text.length > tokenCharactersMax) return false;
  const parts = text.split('.');
  return parts.length === partsCount && parts.every(isCanonical);
}

function isCanonical(part: string): boolean {
  return part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part;
}
