import { type JsonColumn, type NewAuditEntry, type Sql, sql } from '@fairgate/shared/database/sql.ts';

/** Who did what to which of a vendor's things. */
export interface AuditNote {
  readonly actor: string;
  readonly vendorId: string;
  /** Thing and verb, such as `event.publish`. */
  readonly action: string;
  /** Thing and id, such as `event:…`. */
  readonly subject: string;
  /** What was said, for the record; never a secret. */
  readonly detail: object;
}

/** For a batch of Prisma's. */
export function auditRow(note: AuditNote): { data: NewAuditEntry } {
  return { data: { ...note, detail: note.detail as JsonColumn } };
}

/** For a statement whose CTE `changed` has the rows that it changed: one audit row if there are any. */
export function audited(note: AuditNote): Sql {
  return sql`audited as (
    insert into audit_log (actor, vendor_id, action, subject, detail)
      select ${note.actor}::uuid, ${note.vendorId}::uuid, ${note.action}, ${note.subject},
        ${JSON.stringify(note.detail)}::jsonb
      where exists (select from changed))`;
}
