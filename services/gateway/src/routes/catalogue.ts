import type { FastifyInstance } from 'fastify';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { serveCategories } from './categories.ts';
import { serveCategoryDeletion } from './category-deletion.ts';
import { serveDropDeletion } from './drop-deletion.ts';
import { serveDropEdits } from './drop-edits.ts';
import { serveDropForecasts } from './drop-forecasts.ts';
import { serveDropLanes } from './drop-lanes.ts';
import { serveDrops } from './drops.ts';
import { serveEventCategories } from './event-categories.ts';
import { serveEventChanges } from './event-changes.ts';
import { serveEventDeletion } from './event-deletion.ts';
import { serveEventDrops } from './event-drops.ts';
import { serveEventEdits } from './event-edits.ts';
import { serveEventTickets } from './event-tickets.ts';
import { serveEvents } from './events.ts';
import { serveLaneCodes } from './lane-codes.ts';
import { serveMemberRoles } from './member-roles.ts';
import { servePlanImports } from './plan-imports.ts';
import { serveSeatingPlans } from './seating-plans.ts';
import { serveTicketEdits } from './ticket-edits.ts';
import { serveTicketHistory } from './ticket-history.ts';
import { serveVendorEvents } from './vendor-events.ts';
import { serveVendorMembers } from './vendor-members.ts';
import { serveVendorProfile } from './vendor-profile.ts';
import { serveVendorVenues } from './vendor-venues.ts';
import { serveVendors } from './vendors.ts';
import { serveVenueDeletion } from './venue-deletion.ts';
import { serveVenues } from './venues.ts';

/** What vendors describe and put on sale, and what everybody sees of it. */
export async function serveCatalogue(app: FastifyInstance, catalogue: Catalogue): Promise<void> {
  app.addHook('onClose', () => catalogue.planReader.close());
  serveVendors(app, catalogue);
  serveVendorProfile(app, catalogue);
  serveVendorMembers(app, catalogue);
  serveMemberRoles(app, catalogue);

  serveVendorVenues(app, catalogue);
  serveVenues(app, catalogue);
  serveVenueDeletion(app, catalogue);
  await servePlanImports(app, catalogue);
  serveSeatingPlans(app, catalogue);

  serveEvents(app, catalogue);
  serveVendorEvents(app, catalogue);
  serveEventEdits(app, catalogue);
  serveEventDeletion(app, catalogue);
  serveEventChanges(app, catalogue);
  serveEventCategories(app, catalogue);
  serveCategories(app, catalogue);
  serveCategoryDeletion(app, catalogue);
  serveEventTickets(app, catalogue);
  serveTicketEdits(app, catalogue);
  serveTicketHistory(app, catalogue);
  serveEventDrops(app, catalogue);
  serveDropEdits(app, catalogue);
  serveDropDeletion(app, catalogue);
  serveDrops(app, catalogue);
  serveDropLanes(app, catalogue);
  serveDropForecasts(app, catalogue);
  serveLaneCodes(app, catalogue);
}
