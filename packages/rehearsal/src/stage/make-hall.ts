/** A plan in pretix's format with exactly so many seats: rows of twenty, the first third of them dearer. */

const seatsPerRow = 20;
const rowsPerZone = 15;
const seatUnits = 20;
const rowUnits = 30;
const frontShare = 1 / 3;

export const hallCategories = { front: 'Front', rear: 'Rear' } as const;

export function makeHall(seats: number): object {
  const rows = Math.ceil(seats / seatsPerRow);
  const frontRows = Math.ceil(rows * frontShare);
  const zones = Array.from({ length: Math.ceil(rows / rowsPerZone) }, (_, zone) => ({
    name: `Block ${zone + 1}`,
    zone_id: `zone-${zone}`,
    position: { x: 0, y: 0 },
    rows: Array.from({ length: Math.min(rowsPerZone, rows - zone * rowsPerZone) }, (_, inZone) => {
      const row = zone * rowsPerZone + inZone;
      return makeRow(row, Math.min(seatsPerRow, seats - row * seatsPerRow), row < frontRows);
    }),
    areas: [],
  }));
  return {
    name: 'Rehearsal hall',
    size: { width: (seatsPerRow + 2) * seatUnits, height: (rows + 2) * rowUnits },
    categories: [
      { name: hallCategories.front, color: '#0072B2' },
      ...(rows > frontRows ? [{ name: hallCategories.rear, color: '#56B4E9' }] : []),
    ],
    zones,
  };
}

function makeRow(row: number, seats: number, isFront: boolean): object {
  return {
    row_number: String(row + 1),
    position: { x: seatUnits, y: (row + 1) * rowUnits },
    seats: Array.from({ length: seats }, (_, seat) => ({
      seat_number: String(seat + 1),
      seat_guid: `seat-${row}-${seat}`,
      uuid: `seat-${row}-${seat}`,
      position: { x: seat * seatUnits, y: 0 },
      category: isFront ? hallCategories.front : hallCategories.rear,
    })),
  };
}
