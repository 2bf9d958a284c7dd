/**
 * A draw, recomputed with the browser's own WebCrypto: the rules of packages/shared/src/draw, whose frozen vectors
 * (draw-vectors.json) a test holds against this file. Bytes are Uint8Array here and lower-case hex in documents.
 */
const rounds = 10;
const utf8 = (text) => new TextEncoder().encode(text);
/** Nobody's number has zeros where others have the hash of their salt and account. */
const nobody = new Uint8Array(32);

export function bytesOf(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function hexOf(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Hex: SHA-256 of the secret. */
export async function commitmentTo(secret) {
  return hexOf(await sha256(bytesOf(secret)));
}

/** The hash of one person's place in the lobby. @param accountId null: nobody has the number */
export async function leafHash({ lane, number, accountId, salt }) {
  const person = accountId === null ? nobody : await sha256(bytesOf(salt), idBytes(accountId));
  return hexOf(await sha256(Uint8Array.of(0), fourBytes(number), Uint8Array.of(lane), person));
}

/** The root to which a path leads from a leaf. @param path `{ side, hash }` from the leaf upwards */
export async function rootByPath(leaf, path) {
  let below = bytesOf(leaf);
  for (const { side, hash } of path) {
    const other = bytesOf(hash);
    const [left, right] = side === 'left' ? [other, below] : [below, other];
    below = await sha256(Uint8Array.of(1), left, right);
  }
  return hexOf(below);
}

/** What the signature of a sealed lobby is over. */
export function lobbyText({ dropId, sealedAt, lobby, root }) {
  return ['fairgate-lobby', dropId, sealedAt, lobby.join(), root].join('\n');
}

/** null: this browser knows no Ed25519. @param signature base64url @param key a JSON Web Key */
export async function isLobbySignature(receipt, signature, { kty, crv, x }) {
  let key;
  try {
    key = await crypto.subtle.importKey('jwk', { kty, crv, x }, { name: 'Ed25519' }, false, ['verify']);
  } catch {
    return null;
  }
  return crypto.subtle.verify({ name: 'Ed25519' }, key, base64Bytes(signature), utf8(lobbyText(receipt)));
}

/** Hex. Every part after its length, so that no two draws are hashed as the same bytes; a missing part is ''. */
export async function seedOf({ dropId, secret, beacon, root }) {
  const fields = [utf8('fairgate-draw-v1'), idBytes(dropId), ...[secret, beacon, root].map(bytesOf)];
  return hexOf(await sha256(...fields.flatMap((field) => [fourBytes(field.length), field])));
}

/** Hex: the key of a lane's permutation. */
export async function laneKeyOf(seed, lane) {
  const hmac = await hmacWith(bytesOf(seed));
  return hexOf(await hmac(joined([utf8('fairgate-lane-v1'), Uint8Array.of(lane)])));
}

/**
 * Where the permutation of [0, size) takes an index: ten rounds of a Feistel network over two halves of as many bits as
 * are needed, again and again until the value is below the size.
 */
export async function permute(laneKey, size, index) {
  const hmac = await hmacWith(bytesOf(laneKey));
  let halfBits = 1;
  while (4 ** halfBits < size) halfBits += 1;
  const mask = 2 ** halfBits - 1;
  let value = index;
  do {
    let [left, right] = [value >>> halfBits, value & mask];
    for (let round = 0; round < rounds; round += 1) {
      const digest = await hmac(joined([Uint8Array.of(round), fourBytes(right)]));
      [left, right] = [right, left ^ (new DataView(digest.buffer).getUint32(0) & mask)];
    }
    value = ((left << halfBits) | right) >>> 0;
  } while (value >= size);
  return value;
}

/**
 * Every step of the check of one's own place: `{ step, outcome }`, where the outcome is 'holds', 'fails' or 'open' (it
 * could not be checked). The steps of a receipt are left out where there is none.
 * @param facts of the draw, drawn @param receipt null: joined after the seal @param keys JSON Web Keys of the gateway
 * @param own `{ accountId, rank, commitment }` as this page knows them; the commitment that it saw before the seal, or null
 */
export async function checkPlace(facts, receipt, keys, own) {
  const known = (step, holds) => ({ step, outcome: holds ? 'holds' : 'fails' });
  const steps = [await commitmentStep(facts, own)];
  if (receipt !== null) {
    const leaf = await leafHash({ ...receipt, accountId: own.accountId });
    const root = await rootByPath(leaf, receipt.path);
    steps.push(known('path', root === receipt.root && root === facts.root && isSameLobby(facts, receipt)));
  }
  steps.push(await signatureStep(facts, keys));
  const { dropId, secret, randomness } = facts;
  const seed = await seedOf({ dropId, secret: secret ?? '', beacon: randomness ?? '', root: facts.root });
  steps.push(known('seed', seed === facts.seed));
  if (receipt !== null) {
    const { lane, number } = receipt;
    const position = await permute(await laneKeyOf(facts.seed, lane), lobbyOf(facts)[lane], number);
    steps.push(known('rank', position + 1 === own.rank));
  }
  return steps;
}

async function commitmentStep({ secret, commitment }, own) {
  if (own.commitment !== null && own.commitment !== commitment)
    return { step: 'commitment', outcome: 'fails' };
  if (secret === null) return { step: 'commitment', outcome: 'open' };
  return { step: 'commitment', outcome: (await commitmentTo(secret)) === commitment ? 'holds' : 'fails' };
}

async function signatureStep(facts, keys) {
  const key = keys.find(({ kid }) => kid === facts.rootKeyId);
  if (key === undefined) return { step: 'signature', outcome: 'open' };
  const signed = { ...facts, lobby: lobbyOf(facts) };
  const holds = await isLobbySignature(signed, facts.rootSignature, key);
  return { step: 'signature', outcome: holds === null ? 'open' : holds ? 'holds' : 'fails' };
}

function lobbyOf({ lanes }) {
  return lanes.map(({ lobby }) => lobby ?? 0);
}

function isSameLobby(facts, { dropId, lane, number, lobby, sealedAt }) {
  const sealed = lobbyOf(facts);
  return (
    dropId === facts.dropId &&
    sealedAt === facts.sealedAt &&
    lobby.join() === sealed.join() &&
    number < (sealed[lane] ?? 0)
  );
}

async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined(parts)));
}

async function hmacWith(keyBytes) {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', keyBytes, algorithm, false, ['sign']);
  return async (message) => new Uint8Array(await crypto.subtle.sign('HMAC', key, message));
}

function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function fourBytes(number) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}

/** A UUID's 16 bytes. */
function idBytes(id) {
  return bytesOf(id.replaceAll('-', ''));
}

function base64Bytes(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
    letter.charCodeAt(0),
  );
}
