import type { Prisma } from './generated/client.ts';

/** Rows of the catalogue's tables as they are read. */
export type VendorRow = Prisma.VendorModel;
export type VendorMemberRow = Prisma.VendorMemberModel;
export type VenueRow = Prisma.VenueModel;
export type SeatingPlanRow = Prisma.SeatingPlanModel;
export type EventRow = Prisma.EventModel;
export type CategoryRow = Prisma.CategoryModel;
export type DropRow = Prisma.DropModel;
export type LedgerEntryRow = Prisma.LedgerEntryModel;
