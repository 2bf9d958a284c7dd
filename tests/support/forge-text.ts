import type { Random } from '@fairgate/rehearsal/crowd/seeded-random.ts';

/** Makes of a genuine text one that is not, by chance alone: whoever has no key can do this with anything. */
export type ForgeText = (genuine: string, random: Random) => string;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export function upTo(random: Random, below: number): number {
  return Math.floor(random() * below);
}

export function oneOf<T>(random: Random, list: readonly T[]): T {
  return list[upTo(random, list.length)] as T;
}

export function replaceAt(text: string, at: number, by: string): string {
  return text.slice(0, at) + by + text.slice(at + 1);
}

/** Another letter of base64url at one place. */
function changeLetter(text: string, random: Random): string {
  const at = upTo(random, text.length);
  const others = alphabet.replace(text[at] ?? '', '');
  return replaceAt(text, at, oneOf(random, [...others]));
}

/** One bit of what the text's base64url says, in one of its parts. */
function flipBit(text: string, random: Random): string {
  const parts = text.split('.');
  const part = upTo(random, parts.length);
  const bytes = Buffer.from(parts[part] ?? '', 'base64url');
  const at = upTo(random, bytes.length * 8);
  bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (1 << (at & 7));
  return parts.with(part, bytes.toString('base64url')).join('.');
}

/** Other spellings that a lenient decoder takes for the same bytes. */
function spellAnew(text: string, random: Random): string {
  const parts = text.split('.');
  const part = upTo(random, parts.length);
  const own = parts[part] ?? '';
  const slackBits = (own.length * 6) % 8;
  const last = alphabet.indexOf(own.at(-1) ?? '');
  const spellings = [
    `${own}=`,
    `${own}==`,
    own.replaceAll('-', '+').replaceAll('_', '/'),
    `${own.slice(0, 3)} ${own.slice(3)}`,
    `${own.slice(0, 3)}\t${own.slice(3)}`,
    // Bits that no byte needs.
    slackBits === 0 ? `${own}=` : own.slice(0, -1) + alphabet[last ^ (1 + upTo(random, 2 ** slackBits - 1))],
  ].filter((spelling) => spelling !== own);
  return parts.with(part, oneOf(random, spellings)).join('.');
}

/** What looks the same, or is the same once normalised. */
function inUnicode(text: string, random: Random): string {
  const at = upTo(random, text.length);
  const letter = text[at] ?? 'A';
  const wide = String.fromCodePoint(0xfee0 + (letter.codePointAt(0) ?? 65));
  return replaceAt(
    text,
    at,
    oneOf(random, [wide, `${letter}\u0301`, `\u200b${letter}`, `\u202e${letter}`, '🎫']),
  );
}

export const forgeText: Readonly<Record<string, ForgeText>> = {
  'a letter is another': changeLetter,
  'a bit is another': flipBit,
  'many letters are others': (text, random) => {
    let changed = text;
    for (let times = 2 + upTo(random, 8); times > 0; times -= 1) changed = changeLetter(changed, random);
    return changed === text ? `${text}A` : changed;
  },
  'it is cut off': (text, random) => text.slice(0, upTo(random, text.length)),
  'its beginning is missing': (text, random) => text.slice(1 + upTo(random, text.length - 1)),
  'it has more': (text, random) => text + 'A'.repeat(1 + upTo(random, 40)),
  'it is there twice': (text, random) => text + oneOf(random, ['', '.', ',', ', ', ' ']) + text,
  'it is spelt in another way': spellAnew,
  'it has letters of Unicode': inUnicode,
  'capitals and small letters are swapped': (text) =>
    text.replaceAll(/[A-Za-z]/g, (letter) =>
      letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
    ),
  'it is quoted': (text, random) => oneOf(random, [`"${text}"`, `'${text}'`, `[${text}]`, `<${text}>`]),
  'it is encoded once more': (text) => Buffer.from(text).toString('base64url'),
};
