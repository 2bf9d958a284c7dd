import { Problem } from '@fairgate/shared/errors.ts';
import { type CryptoKey, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';

/** An admission as its bearer proves it. */
export interface ProvenAdmission {
  readonly admissionId: string;
  readonly accountId: string;
  readonly dropId: string;
  readonly expiresMs: number;
}

export interface AdmissionTokens {
  readonly issue: (admission: ProvenAdmission) => Promise<string>;
  /** Throws NO_ADMISSION unless the token is ours, alive, and for this account and drop. */
  readonly prove: (token: string | undefined, accountId: string, dropId: string) => Promise<ProvenAdmission>;
}

const tokenType = 'admission+jwt';
const audience = 'fairgate-shop';
const rememberedMax = 50_000;

/** @param keys the Ed25519 pair as CryptoKeys, imported once: importing costs more than verifying */
export function createAdmissionTokens(
  keys: { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey; readonly kid: string },
  issuer: string,
): AdmissionTokens {
  const remembered = new LRUCache<string, ProvenAdmission>({ max: rememberedMax });
  const verify = async (token: string): Promise<ProvenAdmission> => {
    const known = remembered.get(token);
    if (known !== undefined) return known;
    const { payload } = await jwtVerify(token, keys.publicKey, {
      algorithms: ['EdDSA', 'Ed25519'],
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
    };
    remembered.set(token, proven);
    return proven;
  };
  return {
    issue: ({ admissionId, accountId, dropId, expiresMs }) =>
      new SignJWT({ drop: dropId })
        .setProtectedHeader({ alg: 'EdDSA', typ: tokenType, kid: keys.kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(accountId)
        .setJti(admissionId)
        .setExpirationTime(Math.ceil(expiresMs / 1000))
        .sign(keys.privateKey),
    async prove(token, accountId, dropId) {
      if (token === undefined) throw new Problem('NO_ADMISSION');
      const admission = await verify(token).catch(() => null);
      const fits = admission?.accountId === accountId && admission.dropId === dropId;
      if (admission === null || !fits || admission.expiresMs <= Date.now()) throw new Problem('NO_ADMISSION');
      return admission;
    },
  };
}
