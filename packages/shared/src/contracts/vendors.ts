import { type Static, Type } from 'typebox';
import { Currency, OfferedCurrency, Page, Uuid } from './common.ts';
import { closed, versioned } from './edits.ts';
import { Country, KnownCountry, Line } from './text.ts';

export const VendorParams = Type.Object({ vendorId: Uuid }, closed);
export const MemberParams = Type.Object({ vendorId: Uuid, userId: Uuid }, closed);

export const VendorRole = Type.Enum(['owner', 'manager', 'viewer']);
const Email = Type.String({ format: 'email', maxLength: 254 });
const Slug = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{1,60}[a-z0-9]$' });
/** What a bank statement shows: 5 to 22 characters, one of them a letter (Stripe's rule). */
const StatementDescriptor = Type.Union([
  Type.String({ pattern: '^(?=.*[A-Za-z])[ !#$%&()+,./0-9:;=?@A-Za-z_-]{5,22}$' }),
  Type.Null(),
]);
const StripeAccount = Type.Union([Type.String({ pattern: '^acct_[A-Za-z0-9]{1,64}$' }), Type.Null()]);

export const PaymentSettings = Type.Object(
  {
    currency: Currency,
    country: Country,
    statementDescriptor: StatementDescriptor,
    stripeAccount: StripeAccount,
  },
  closed,
);

export const Vendor = Type.Object(
  {
    id: Uuid,
    name: Line,
    slug: Slug,
    contactEmail: Email,
    payment: PaymentSettings,
    /** The caller's own role; null for operations. */
    role: Type.Union([VendorRole, Type.Null()]),
    ...versioned,
  },
  closed,
);
export type Vendor = Static<typeof Vendor>;
export const VendorPage = Page(Vendor);

/** Without a slug one is made from the name. */
export const VendorDraft = Type.Object(
  {
    name: Line,
    slug: Type.Optional(Slug),
    contactEmail: Email,
    payment: Type.Object(
      {
        currency: OfferedCurrency,
        country: KnownCountry,
        statementDescriptor: Type.Optional(StatementDescriptor),
        stripeAccount: Type.Optional(StripeAccount),
      },
      closed,
    ),
  },
  closed,
);
export type VendorDraft = Static<typeof VendorDraft>;

/** `payment` may be changed by owners only. */
export const VendorPatch = Type.Object(
  {
    name: Type.Optional(Line),
    slug: Type.Optional(Slug),
    contactEmail: Type.Optional(Email),
    payment: Type.Optional(
      Type.Object(
        {
          currency: Type.Optional(OfferedCurrency),
          country: Type.Optional(KnownCountry),
          statementDescriptor: Type.Optional(StatementDescriptor),
          stripeAccount: Type.Optional(StripeAccount),
        },
        { ...closed, minProperties: 1 },
      ),
    ),
  },
  { ...closed, minProperties: 1 },
);
export type VendorPatch = Static<typeof VendorPatch>;

export const VendorMember = Type.Object(
  { userId: Uuid, name: Type.String(), email: Email, role: VendorRole, since: versioned.createdAt },
  closed,
);
export type VendorMember = Static<typeof VendorMember>;
export const VendorMemberPage = Page(VendorMember);
export const NewMember = Type.Object({ email: Email, role: VendorRole }, closed);
export type NewMember = Static<typeof NewMember>;
export const MemberRole = Type.Object({ role: VendorRole }, closed);
