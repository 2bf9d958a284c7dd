import { type Static, Type } from 'typebox';
import { Instant, Uuid } from './common.ts';
import { closed, versioned } from './edits.ts';
import { Country, Line } from './text.ts';

/** Characters, not bytes. The upper bound keeps a password from becoming work for the hash. */
export const passwordCharactersMin = 10;
export const passwordCharactersMax = 200;

export const Email = Type.String({ format: 'email', minLength: 3, maxLength: 254 });
const NewPassword = Type.String({ minLength: passwordCharactersMin, maxLength: passwordCharactersMax });

export const PostalAddress = Type.Object(
  {
    street: Line,
    postalCode: Line,
    city: Line,
    country: Country,
  },
  closed,
);
export type PostalAddress = Static<typeof PostalAddress>;

/** An account, as its owner sees it. */
export const Account = Type.Object(
  {
    id: Uuid,
    email: Type.String(),
    name: Type.String(),
    address: Type.Union([PostalAddress, Type.Null()]),
    isOps: Type.Boolean(),
    /** A member of at least one vendor. */
    isVendorMember: Type.Boolean(),
    ...versioned,
  },
  closed,
);
export type Account = Static<typeof Account>;

/**
 * A session: the access token goes with every request, the refresh token buys the next pair once. Browsers need to keep
 * neither: the refresh token is also set as a cookie that only `/v1/sessions` receives.
 */
export const Session = Type.Object(
  {
    tokenType: Type.Literal('Bearer'),
    accessToken: Type.String(),
    accessExpiresAt: Instant,
    refreshToken: Type.String(),
    refreshExpiresAt: Instant,
    account: Account,
  },
  closed,
);
export type Session = Static<typeof Session>;

export const SignUpBody = Type.Object(
  { email: Email, password: NewPassword, name: Line, address: Type.Optional(PostalAddress) },
  closed,
);
export type SignUpBody = Static<typeof SignUpBody>;

/** No lower bound: what is too short to be a password is simply the wrong one. */
export const SignInBody = Type.Object(
  { email: Email, password: Type.String({ maxLength: passwordCharactersMax }) },
  closed,
);
export type SignInBody = Static<typeof SignInBody>;

/** For programs; a browser sends nothing and its cookie is taken. */
export const RefreshBody = Type.Union([
  Type.Object({ refreshToken: Type.Optional(Type.String({ maxLength: 100 })) }, closed),
  Type.Null(),
]);
export type RefreshBody = Static<typeof RefreshBody>;

/** What may be changed; `address: null` removes it. */
export const AccountChange = Type.Object(
  { name: Type.Optional(Line), address: Type.Optional(Type.Union([PostalAddress, Type.Null()])) },
  { ...closed, minProperties: 1 },
);
export type AccountChange = Static<typeof AccountChange>;

export const PasswordResetBody = Type.Object({ email: Email }, closed);
export type PasswordResetBody = Static<typeof PasswordResetBody>;

export const PasswordResetConfirmation = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: 100 }), password: NewPassword },
  closed,
);
export type PasswordResetConfirmation = Static<typeof PasswordResetConfirmation>;

/** Said whether the address has an account or not. */
export const PasswordResetAnswer = Type.Object({ message: Type.String() }, closed);
export type PasswordResetAnswer = Static<typeof PasswordResetAnswer>;

/** RFC 7517: the keys that verify our tokens. */
export const JsonWebKeySet = Type.Object({
  keys: Type.Array(
    Type.Object({
      kty: Type.Literal('OKP'),
      crv: Type.Literal('Ed25519'),
      kid: Type.String(),
      x: Type.String(),
      alg: Type.Literal('EdDSA'),
      use: Type.Literal('sig'),
    }),
  ),
});
export type JsonWebKeySet = Static<typeof JsonWebKeySet>;
