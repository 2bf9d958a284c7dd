import { createECDH } from 'node:crypto';

/** The key by which push services know who sends (RFC 8292): P-256, both parts as base64url. */
export interface VapidKey {
  readonly privateKey: string;
  /** Browsers subscribe with it. */
  readonly publicKey: string;
}

const privateKeyBytes = 32;
const curve = 'prime256v1';

/** @param text the private key: 32 bytes as base64url. Throws an Error that says what is wrong, without repeating it. */
export function readVapidKey(text: string): VapidKey {
  const bytes = Buffer.from(text, 'base64url');
  const ecdh = createECDH(curve);
  try {
    if (!/^[\w-]+$/.test(text) || bytes.length !== privateKeyBytes) throw new Error('length');
    ecdh.setPrivateKey(bytes);
  } catch {
    throw new Error('must be the private key of a P-256 key pair: 32 bytes written as base64url');
  }
  return { privateKey: bytes.toString('base64url'), publicKey: ecdh.getPublicKey('base64url') };
}

/** A browser's key must be a point of the curve, or nothing can be encrypted for it. */
export function isCurvePoint(base64url: string): boolean {
  const ecdh = createECDH(curve);
  ecdh.generateKeys();
  try {
    ecdh.computeSecret(Buffer.from(base64url, 'base64url'));
    return true;
  } catch {
    return false;
  }
}
