/** Crockford's base 32: no letter is taken for a digit. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Bytes as a code that people type, in groups: ten of them as `K7Q2M-…`. @param bytes a multiple of five of them */
export function writeCode(bytes: Uint8Array, groupLength = 5): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let at = 0; at < (bytes.length * 8) / 5; at += 1) {
    text = digits[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return text.replaceAll(new RegExp(`.{${groupLength}}(?=.)`, 'g'), '$&-');
}

/** As people type it: case, spaces and hyphens do not matter. */
export function readCode(text: string): string {
  return text.toUpperCase().replaceAll(/[ -]/g, '');
}
