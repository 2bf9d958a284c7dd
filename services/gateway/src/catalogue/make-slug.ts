const slugCharactersMax = 48;

/** A name as part of an address: lower case, ASCII, words joined by hyphens; at least three characters. */
export function makeSlug(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, slugCharactersMax)
    .replace(/^-+|-+$/g, '');
  return words.length >= 3 ? words : `vendor-${words}`.replace(/-$/, '');
}
