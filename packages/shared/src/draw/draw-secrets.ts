import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** What a draw keeps to itself until it is drawn, and for good. */
export interface DrawSecrets {
  /** 32 bytes, revealed with the draw. */
  readonly secret: Buffer;
  /** 32 bytes, from which the lobby's salts follow; never revealed. */
  readonly salts: Buffer;
}

export interface DrawSecretBox {
  /** AES-256-GCM: nonce (12 bytes), text, tag (16 bytes), bound to the drop. */
  readonly close: (dropId: string, secrets: DrawSecrets) => Buffer;
  /** null: closed with another key, of another drop, or altered. */
  readonly open: (dropId: string, box: Uint8Array) => DrawSecrets | null;
}

const [secretBytes, nonceBytes, tagBytes] = [32, 12, 16];

export function newDrawSecrets(): DrawSecrets {
  return { secret: randomBytes(secretBytes), salts: randomBytes(secretBytes) };
}

export function createDrawSecretBox(encryptionKey: Uint8Array): DrawSecretBox {
  const key = Buffer.from(hkdfSync('sha256', encryptionKey, '', 'fairgate draw secrets', 32));
  return {
    close(dropId, { secret, salts }) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(dropId));
      return Buffer.concat([
        nonce,
        cipher.update(secret),
        cipher.update(salts),
        cipher.final(),
        cipher.getAuthTag(),
      ]);
    },
    open(dropId, box) {
      if (box.length !== nonceBytes + 2 * secretBytes + tagBytes) return null;
      const tagAt = box.length - tagBytes;
      const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, nonceBytes))
        .setAAD(Buffer.from(dropId))
        .setAuthTag(box.subarray(tagAt));
      try {
        const text = Buffer.concat([decipher.update(box.subarray(nonceBytes, tagAt)), decipher.final()]);
        return { secret: text.subarray(0, secretBytes), salts: text.subarray(secretBytes) };
      } catch {
        return null;
      }
    },
  };
}
