import { Problem } from '@fairgate/shared/errors.ts';
import { jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { isCompactToken } from '../access/compact-token.ts';
import { keyNamed, type SigningKeys, tokenAlgorithm } from '../access/signing-keys.ts';

/** An admission as its bearer proves it. */
export interface ProvenAdmission {
  readonly admissionId: string;
  readonly accountId: string;
  readonly dropId: string;
  readonly expiresMs: number;
  /** The key of the device that it was given to; empty: any may use it. */
  readonly device: string;
}

/** What a request brings to show that it may shop. */
export interface AdmissionBearer {
  readonly token: string | undefined;
  /** As tokens/device-key has it. */
  readonly device: string;
}

export interface AdmissionTokens {
  readonly issue: (admission: ProvenAdmission) => Promise<string>;
  /** Throws NO_ADMISSION unless the token is ours, alive, and for this account, drop and device. */
  readonly prove: (bearer: AdmissionBearer, accountId: string, dropId: string) => Promise<ProvenAdmission>;
}

const tokenType = 'admission+jwt';
const audience = 'fairgate-shop';
const rememberedMax = 50_000;

/** Remembered are only tokens that verified, by their whole text. @param issuer the gateway's public address */
export function createAdmissionTokens(keys: SigningKeys, issuer: string): AdmissionTokens {
  const remembered = new LRUCache<string, ProvenAdmission>({ max: rememberedMax });
  const verify = async (token: string): Promise<ProvenAdmission | null> => {
    const known = remembered.get(token);
    if (known !== undefined) return known;
    if (!isCompactToken(token)) return null;
    const { payload } = await jwtVerify(token, ({ kid }) => keyNamed(keys, kid), {
      algorithms: [tokenAlgorithm],
      issuer,
      audience,
      typ: tokenType,
      requiredClaims: ['sub', 'jti', 'exp', 'drop'],
    });
    const proven = {
      admissionId: String(payload.jti),
      accountId: String(payload.sub),
      dropId: String(payload.drop),
      expiresMs: Number(payload.exp) * 1000,
      device: typeof payload.device === 'string' ? payload.device : '',
    };
    remembered.set(token, proven);
    return proven;
  };
  return {
    issue: ({ admissionId, accountId, dropId, expiresMs, device }) =>
      new SignJWT({ drop: dropId, ...(device !== '' && { device }) })
        .setProtectedHeader({ alg: tokenAlgorithm, typ: tokenType, kid: keys.kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(accountId)
        .setJti(admissionId)
        .setExpirationTime(Math.ceil(expiresMs / 1000))
        .sign(keys.privateKey),
    async prove({ token, device }, accountId, dropId) {
      if (token === undefined) throw new Problem('NO_ADMISSION');
      const admission = await verify(token).catch(() => null);
      const isOwn = admission?.device === '' || admission?.device === device;
      const fits = isOwn && admission.accountId === accountId && admission.dropId === dropId;
      if (admission === null || !fits || admission.expiresMs <= Date.now()) throw new Problem('NO_ADMISSION');
      return admission;
    },
  };
}
