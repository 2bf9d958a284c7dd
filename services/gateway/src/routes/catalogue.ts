import type { Database } from '@fairgate/shared/database/client.ts';
import type { FastifyInstance } from 'fastify';
import { createLeftCounts } from '../catalogue/left-counts.ts';
import { openPlanReader } from '../catalogue/plan-reader.ts';
import { serveCategories } from './categories.ts';
import { serveCategoryDeletion } from './category-deletion.ts';
import { serveDropDeletion } from './drop-deletion.ts';
import { serveDropEdits } from './drop-edits.ts';
import { serveDrops } from './drops.ts';
import { serveEventCategories } from './event-categories.ts';
import { serveEventDeletion } from './event-deletion.ts';
import { serveEventDrops } from './event-drops.ts';
import { serveEventEdits } from './event-edits.ts';
import { serveEventTickets } from './event-tickets.ts';
import { serveEvents } from './events.ts';
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
export async function serveCatalogue(app: FastifyInstance, database: Database): Promise<void> {
  serveVendors(app, database);
  serveVendorProfile(app, database);
  serveVendorMembers(app, database);
  serveMemberRoles(app, database);

  serveVendorVenues(app, database);
  serveVenues(app, database);
  serveVenueDeletion(app, database);
  const planReader = openPlanReader();
  app.addHook('onClose', () => planReader.close());
  await servePlanImports(app, database, planReader);
  serveSeatingPlans(app, database, planReader);

  serveEvents(app, database, createLeftCounts(database));
  serveVendorEvents(app, database);
  serveEventEdits(app, database);
  serveEventDeletion(app, database);
  serveEventCategories(app, database);
  serveCategories(app, database);
  serveCategoryDeletion(app, database);
  serveEventTickets(app, database);
  serveTicketEdits(app, database);
  serveTicketHistory(app, database);
  serveEventDrops(app, database);
  serveDropEdits(app, database);
  serveDropDeletion(app, database);
  serveDrops(app, database);
}
