import { type Place, pointerOf, shortenText } from './json-place.ts';

/** Why a plan file is refused, by code. */
const faultTexts = {
  notJson: 'the file is not JSON',
  fileTooLarge: 'the file is too large',
  formatUnknown: 'neither a pretix seating plan (zones) nor a hall scheme (objects)',
  wrongType: 'the value has the wrong type',
  missing: 'a required value is missing',
  notFinite: 'the number is not finite',
  outOfRange: 'the number is out of range',
  textTooLong: 'the text is too long',
  tooMany: 'the list is too long',
  tooManySeats: 'the plan has too many seats',
  noSeats: 'the plan has no seats',
} as const;

/** What is worth telling about a plan that is imported all the same, by code. */
const oddityTexts = {
  unknownField: 'an unknown field was left out',
  numberAsText: 'a number written as text was read as a number',
  textAsNumber: 'a text written as a number was read as text',
  flagAsText: 'a yes/no written as text or number was read as one',
  controlCharacters: 'control characters were replaced by spaces',
  nameMissing: 'a name is missing; one was made up',
  positionMissing: 'a position is missing; taken as 0, 0',
  sizeMissing: 'the size is missing; it was measured from the seats',
  colourUnreadable: 'a colour cannot be read; another was chosen',
  shapeUnknown: 'something to draw is of an unknown kind and is not drawn',
  labelTemplateApplied: 'a label template was applied',
  categoriesMissing: 'the file lists no categories',
  categoriesFromSections: 'the file has no categories; one was suggested for each section',
  categoryMissing: 'a seat has no category',
  categoryUndeclared: 'a seat names a category that the file does not list; it was added',
  categoryUnused: 'a category has no seat',
  categoryRepeated: 'a category is listed twice; the first counts',
  seatGuidMissing: 'a seat has no seat_guid',
  seatGuidRepeated: 'a seat_guid is used by more than one seat',
  seatIdMissing: 'a seat has no usable id of its own; its place in the file serves as key',
  seatIdRepeated: 'an id is used by more than one seat; their places in the file serve as keys',
  seatLabelBlank: 'a seat has no label',
  seatLabelRepeated: 'two seats of one row have the same label',
  seatNameRepeated: 'another seat has the same zone, row and seat label',
  seatNumbersBroken: 'the seat numbers of a row have holes',
  seatOutsideSize: 'a seat lies outside the size of the plan',
  seatsOverlap: 'a seat is drawn on top of another',
  rowReordered: 'the seats of a row are not listed from neighbour to neighbour; they were put in order',
  rowLabelBlank: 'a row has no label',
  rowLabelRepeated: 'another row of the zone has the same label',
  rowEmpty: 'a row without seats was left out',
  zoneEmpty: 'a zone has no seats',
  zoneNameRepeated: 'another zone has the same name',
  freeSeatingSection: 'a free-seating section is modelled as numbered places; consider general admission',
  sectionUnknown: 'seats name a section that the file does not describe; it was added',
  sectionRepeated: 'a section is described twice; the first counts',
  sectionNameDiffers: 'a seat calls its section by another name',
} as const;

export type PlanFaultCode = keyof typeof faultTexts;
export type PlanOddityCode = keyof typeof oddityTexts;

/** `pointer` is a JSON pointer into the file; the empty one is the whole file. */
export type PlanFault = { readonly pointer: string; readonly code: PlanFaultCode; readonly message: string };

/** One kind of oddity: where it was met first, how often, and at most `oddityPlacesMax` of its places. */
export type PlanOddity = {
  readonly code: PlanOddityCode;
  readonly pointer: string;
  readonly count: number;
  readonly message: string;
  readonly places: readonly string[];
};

export const oddityPlacesMax = 10;
/** Details told apart under one code (names of unknown fields, say); a hostile file could invent a million. */
export const oddityDetailsMax = 20;
const furtherDetails = '(and others)';

/** Collects everything that is wrong or odd about one file while it is read to its end. */
export class PlanFindings {
  readonly faults: PlanFault[] = [];
  readonly #kinds = new Map<
    string,
    { code: PlanOddityCode; detail: string; count: number; places: Place[] }
  >();
  readonly #details = new Map<PlanOddityCode, number>();

  fault(code: PlanFaultCode, place: Place, detail = ''): void {
    this.faults.push({ pointer: pointerOf(place), code, message: sentence(faultTexts[code], detail) });
  }

  /** Some part at or below `pointer` could not be read, so nothing can be said about what is missing there. */
  isUnread(pointer: string): boolean {
    const unread = (fault: PlanFault): boolean => fault.code === 'wrongType' || fault.code === 'tooMany';
    return this.faults.some((fault) => unread(fault) && fault.pointer.startsWith(pointer));
  }

  /** Oddities with the same code and detail are counted together. */
  note(code: PlanOddityCode, place: Place, detail = ''): void {
    const key = `${code} ${detail}`;
    const kind = this.#kinds.get(key);
    if (kind !== undefined) {
      kind.count += 1;
      if (kind.places.length < oddityPlacesMax) kind.places.push(place);
      return;
    }
    const details = (this.#details.get(code) ?? 0) + 1;
    if (details > oddityDetailsMax && detail !== furtherDetails) {
      this.note(code, place, furtherDetails);
      return;
    }
    this.#details.set(code, details);
    this.#kinds.set(key, { code, detail, count: 1, places: [place] });
  }

  oddities(): PlanOddity[] {
    return [...this.#kinds.values()].map(({ code, detail, count, places }) => {
      const pointers = places.map(pointerOf);
      return {
        code,
        pointer: pointers[0] ?? '',
        count,
        message: sentence(oddityTexts[code], detail),
        places: pointers,
      };
    });
  }
}

function sentence(text: string, detail: string): string {
  return detail === '' ? text : `${text}: ${shortenText(detail)}`;
}
