/**
 * Reads the seat map's two documents. Pure. The packing is described at packages/shared/src/domain/seating/geometry.ts
 * and index-runs.ts; a test compares this reading with theirs.
 */
export const seatStatus = { free: 0, held: 1, sold: 2, off: 3 };

/** 2 bits a ticket, the first ticket in the highest bits of the first byte. */
export function statusAt(bytes, number) {
  return ((bytes[number >> 2] ?? 0) >> (6 - 2 * (number & 3))) & 3;
}

/** [how many, value, …] */
export function unpackCounted(runs) {
  const values = [];
  for (let at = 0; at < runs.length; at += 2) {
    for (let n = 0; n < runs[at]; n += 1) values.push(runs[at + 1]);
  }
  return values;
}

/** [value, how many, …] */
function unpackRuns(runs) {
  const values = [];
  for (let at = 0; at < runs.length; at += 2) {
    for (let n = 0; n < runs[at + 1]; n += 1) values.push(runs[at]);
  }
  return values;
}

const accessibleFlag = 1;

/**
 * The drop's seats, section by section and row by row:
 * `[{ name, rows: [{ label, seats: [{ number, label, category, accessible, afterGap }] }] }]`.
 * Empty when the event has no seating plan. `afterGap`: an aisle or a corner lies before this seat.
 */
export function readSections(seatMap, dropId) {
  const { geometry } = seatMap;
  if (geometry === null) return [];
  const dropIndex = seatMap.drops.indexOf(dropId);
  const dropOf = unpackCounted(seatMap.dropOf);
  const categoryOf = unpackCounted(seatMap.categoryOf);
  const ticketSteps = unpackRuns(geometry.tickets);
  const columnSteps = unpackRuns(geometry.columns);
  const flags = unpackRuns(geometry.flags);
  const sections = geometry.zones.map(({ name }) => ({ name, rows: [] }));
  let index = 0;
  let number = -1;
  for (const [rowId, count] of geometry.rows.seats.entries()) {
    const labels = geometry.labelLists[geometry.rows.labels[rowId]];
    const seats = [];
    for (let n = 0; n < count; n += 1, index += 1) {
      number += ticketSteps[index];
      if (dropOf[number] !== dropIndex) continue;
      seats.push({
        number,
        label: labels[n],
        category: seatMap.categories[categoryOf[number]],
        accessible: (flags[index] & accessibleFlag) !== 0,
        afterGap: n > 0 && columnSteps[index] > 1,
      });
    }
    if (seats.length > 0)
      sections[geometry.rows.zone[rowId]].rows.push({ label: geometry.rows.label[rowId], seats });
  }
  return sections.filter(({ rows }) => rows.length > 0).flatMap(inParts);
}

/** A list of more seats than this is cut between rows: nobody reads it, and a phone would be busy for seconds. */
const seatsPerPart = 1_000;

function inParts(section) {
  const parts = [];
  let seats = Number.POSITIVE_INFINITY;
  for (const row of section.rows) {
    if (seats + row.seats.length > seatsPerPart) {
      parts.push({ name: section.name, rows: [] });
      seats = 0;
    }
    parts.at(-1).rows.push(row);
    seats += row.seats.length;
  }
  if (parts.length === 1) return parts;
  return parts.map(({ name, rows }) => ({
    name: `${name}, rows ${rows[0].label} to ${rows.at(-1).label}`,
    rows,
  }));
}

export function countFree(section, statuses) {
  let free = 0;
  for (const { seats } of section.rows) {
    for (const seat of seats) if (statusAt(statuses, seat.number) === seatStatus.free) free += 1;
  }
  return free;
}

export function lowestPrice(section) {
  return Math.min(...section.rows.flatMap(({ seats }) => seats.map((seat) => seat.category.priceMinor)));
}
