/**
 * A QR code (ISO/IEC 18004) of a short text: byte mode, error correction M, versions 1 to 10, which is up to 213 bytes
 * of ASCII. Pure: gives rows of booleans, dark is true; null when the text is longer.
 */

/** By version: correction bytes of a block, then [how many blocks, data bytes of each]. */
const blockPlans = [
  [10, [1, 16]],
  [16, [1, 28]],
  [26, [1, 44]],
  [18, [2, 32]],
  [24, [2, 43]],
  [16, [4, 27]],
  [18, [4, 31]],
  [22, [2, 38], [2, 39]],
  [22, [3, 36], [2, 37]],
  [26, [4, 43], [1, 44]],
];
const alignments = [[], [18], [22], [26], [30], [34], [22, 38], [24, 42], [26, 46], [28, 50]];
const masks = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

export function drawQr(text) {
  const bytes = new TextEncoder().encode(text);
  const version =
    1 + blockPlans.findIndex((plan, index) => bytes.length + headBytes(index + 1) <= dataBytes(plan));
  if (version === 0) return null;
  const code = interleave(packData(bytes, version), version);
  const drawn = masks.map((mask, index) => drawWith(code, version, mask, index));
  return drawn.reduce((best, one) => (unevenness(one) < unevenness(best) ? one : best));
}

/** Mode and length: 12 bits, from version 10 on 20. */
function headBytes(version) {
  return version < 10 ? 2 : 3;
}

function dataBytes([, ...groups]) {
  return groups.reduce((sum, [count, size]) => sum + count * size, 0);
}

function packData(bytes, version) {
  const lengthBits = version < 10 ? 8 : 16;
  const bits = [0b0100, bytes.length, ...bytes]
    .map((value, index) => value.toString(2).padStart([4, lengthBits][index] ?? 8, '0'))
    .join('');
  const size = dataBytes(blockPlans[version - 1]);
  const ended = `${bits}0000`.slice(0, size * 8);
  const padded = ended.padEnd(Math.ceil(ended.length / 8) * 8, '0');
  const data = padded.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2));
  for (let n = 0; data.length < size; n += 1) data.push(n % 2 === 0 ? 0xec : 0x11);
  return data;
}

/** Cuts the data into blocks, corrects each, and takes turns between them. */
function interleave(data, version) {
  const [correction, ...groups] = blockPlans[version - 1];
  const sizes = groups.flatMap(([count, size]) => new Array(count).fill(size));
  const ends = sizes.map((_, index) => sizes.slice(0, index + 1).reduce((sum, size) => sum + size, 0));
  const blocks = sizes.map((size, index) => data.slice(ends[index] - size, ends[index]));
  const corrections = blocks.map((block) => correctionOf(block, correction));
  const inTurn = (lists) =>
    Array.from({ length: Math.max(...lists.map((list) => list.length)) }, (_, index) =>
      lists.flatMap((list) => (index < list.length ? [list[index]] : [])),
    ).flat();
  return [...inTurn(blocks), ...inTurn(corrections)];
}

/** Multiplication in GF(2⁸) over x⁸+x⁴+x³+x²+1. */
function times(a, b) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> bit) & 1) * a;
  }
  return product;
}

/** Reed–Solomon: the remainder of the data divided by ∏(x − 2ⁱ). */
function correctionOf(data, length) {
  const divisor = new Array(length - 1).fill(0).concat(1);
  let root = 1;
  for (let n = 0; n < length; n += 1) {
    for (let i = 0; i < length; i += 1) divisor[i] = times(divisor[i], root) ^ (divisor[i + 1] ?? 0);
    root = times(root, 2);
  }
  const rest = new Array(length).fill(0);
  for (const byte of data) {
    const factor = byte ^ rest.shift();
    rest.push(0);
    for (let i = 0; i < length; i += 1) rest[i] ^= times(divisor[i], factor);
  }
  return rest;
}

/** Appends the remainder of a division of polynomials over GF(2). */
function withCheck(value, generator, bits) {
  let rest = value << bits;
  for (let bit = 31 - Math.clz32(rest); bit >= bits; bit -= 1) {
    if ((rest >> bit) & 1) rest ^= generator << (bit - bits);
  }
  return (value << bits) | rest;
}

function drawWith(code, version, mask, maskIndex) {
  const size = 17 + 4 * version;
  const rows = Array.from({ length: size }, () => new Array(size).fill(null));
  const set = (x, y, dark) => {
    if (x >= 0 && y >= 0 && x < size && y < size) rows[y][x] = dark;
  };
  drawPatterns(set, version, size);
  drawFormat(set, size, withCheck(maskIndex, 0x537, 10) ^ 0x5412);
  if (version >= 7) drawVersion(set, size, withCheck(version, 0x1f25, 12));
  let bit = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    // The column of the timing pattern is left out of the pairs.
    if (right === 6) right = 5;
    const upwards = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step += 1) {
      const y = upwards ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (rows[y][x] !== null) continue;
        const dark = ((code[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
        rows[y][x] = (dark === 1) !== mask(x, y);
        bit += 1;
      }
    }
  }
  return rows;
}

function drawPatterns(set, version, size) {
  for (let n = 0; n < size; n += 1) {
    set(6, n, n % 2 === 0);
    set(n, 6, n % 2 === 0);
  }
  const square = (cx, cy, reach, isDark) => {
    for (let y = -reach; y <= reach; y += 1) {
      for (let x = -reach; x <= reach; x += 1)
        set(cx + x, cy + y, isDark(Math.max(Math.abs(x), Math.abs(y))));
    }
  };
  for (const [cx, cy] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ])
    square(cx, cy, 4, (far) => far !== 2 && far !== 4);
  const centres = version === 1 ? [] : [6, ...alignments[version - 1]];
  const last = centres.at(-1);
  for (const cy of centres) {
    for (const cx of centres) {
      const inCorner = (cx === 6 && (cy === 6 || cy === last)) || (cy === 6 && cx === last);
      if (!inCorner) square(cx, cy, 2, (far) => far !== 1);
    }
  }
}

/** Twice, so that one copy survives a damaged corner. */
function drawFormat(set, size, bits) {
  const bit = (index) => ((bits >> index) & 1) === 1;
  for (let n = 0; n < 8; n += 1) {
    set(8, n < 6 ? n : n + 1, bit(n));
    set(size - 1 - n, 8, bit(n));
  }
  set(7, 8, bit(8));
  set(8, 8, bit(7));
  for (let n = 9; n < 15; n += 1) set(14 - n, 8, bit(n));
  for (let n = 8; n < 15; n += 1) set(8, size - 15 + n, bit(n));
  set(8, size - 8, true);
}

function drawVersion(set, size, bits) {
  for (let n = 0; n < 18; n += 1) {
    const [far, near] = [size - 11 + (n % 3), Math.floor(n / 3)];
    set(far, near, ((bits >> n) & 1) === 1);
    set(near, far, ((bits >> n) & 1) === 1);
  }
}

/** What makes a code hard to read: long runs of one colour, and squares of four. */
function unevenness(rows) {
  let points = 0;
  const size = rows.length;
  for (const at of [(i, j) => rows[i][j], (i, j) => rows[j][i]]) {
    for (let i = 0; i < size; i += 1) {
      let run = 1;
      for (let j = 1; j < size; j += 1) {
        run = at(i, j) === at(i, j - 1) ? run + 1 : 1;
        if (run === 5) points += 3;
        else if (run > 5) points += 1;
      }
    }
  }
  for (let y = 1; y < size; y += 1) {
    for (let x = 1; x < size; x += 1) {
      const same =
        rows[y][x] === rows[y - 1][x] && rows[y][x] === rows[y][x - 1] && rows[y][x] === rows[y - 1][x - 1];
      if (same) points += 3;
    }
  }
  return points;
}
