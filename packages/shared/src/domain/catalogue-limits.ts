/** Limits of the catalogue: what vendors describe and put on sale. */

export const vendorsPerOwnerMax = 20;
export const membersPerVendorMax = 200;
export const venuesPerVendorMax = 500;

export const nameCharactersMax = 120;
export const descriptionCharactersMax = 10_000;
export const metadataFieldsMax = 50;
export const metadataTextCharactersMax = 500;

export const priceMinorMax = 99_999_999;

export const assignmentsPerMintMax = 100;
/** Tickets that one edit may name by number; more are named by their category. */
export const ticketNumbersPerEditMax = 20_000;
/** Bodies that list seats or tickets. */
export const ticketBodyBytesMax = 4 * 1024 * 1024;
/** Faults, or tickets that stand in the way, listed in one refusal; the count beside them is always whole. */
export const listedFaultsMax = 1_000;
/** The same for a faulty plan file. */
export const planFaultsListedMax = 10_000;
export const ticketsPerPageMax = 1_000;

export const perCustomerLimitMax = 20;
export const shopperCapMax = 100_000;
export const ratePerMinuteMax = 600_000;
/** What operators tell those who wait: of each language, and in how many. */
export const dropMessageCharactersMax = 300;
export const dropMessageLanguagesMax = 20;
/** Why a person did what others have to live with: a refund, a cancellation. */
export const reasonCharactersMax = 500;

export const placesPerLaneMax = 1_000_000;
export const laneCodeUsesMax = 1_000_000;
/** Codes made, or addresses invited, in one request. */
export const laneCodesPerCallMax = 1_000;
/** Codes of one drop, revoked ones included. */
export const laneCodesPerDropMax = 200_000;
