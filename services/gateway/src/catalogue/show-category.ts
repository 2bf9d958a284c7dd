import type { Category } from '@fairgate/shared/contracts/categories.ts';
import type { CategoryRow } from '@fairgate/shared/database/rows.ts';

export function showCategory(row: CategoryRow): Category {
  return {
    id: row.id,
    eventId: row.eventId,
    name: row.name,
    description: row.description,
    priceMinor: row.priceMinor,
    currency: row.currency,
    color: row.color,
    position: row.position,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
