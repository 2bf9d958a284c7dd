/** How amounts, times and counts are written. The page speaks English, so its numbers do too. */
const locale = 'en-GB';

/** A price; nothing to pay is 'free'. */
export function price(minor, currency) {
  return minor === 0 ? 'free' : amount(minor, currency);
}

/** @param minor integer minor units @param currency ISO 4217 */
export function amount(minor, currency) {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency: currency.toUpperCase() });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

export function count(number) {
  return new Intl.NumberFormat(locale).format(number);
}

/** 1 'ticket', 2 'tickets'. */
export function counted(number, one, many = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** 300: '5 minutes'; 45: '45 seconds'. */
export function duration(seconds) {
  return seconds < 100 ? counted(seconds, 'second') : counted(Math.round(seconds / 60), 'minute');
}

/** While Stripe does not answer: nobody is let in, and nothing is lost. */
export const interruptedWords = {
  title: 'Payments are interrupted',
  wait: 'The payment service does not answer at the moment. Your place is kept, and the line goes on from here.',
  spoken: 'Payments are interrupted. Your place is kept.',
};

/** Whether it is the payment service that holds the line up, and nothing else. */
export function isInterrupted({ phase, payments }) {
  return phase === 'open' && payments === 'interrupted';
}

export function visitorZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** 'Friday, 12 June 2026 at 10:00', by the clock of the zone. */
export function dayAndTime(instant, timeZone) {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone }).format(
    new Date(instant),
  );
}

export function timeOnly(instant, timeZone) {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(new Date(instant));
}

/** To the second, and with its day unless that is today. */
export function timeOfDay(instant, timeZone, now = Date.now()) {
  const day = (at) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }).format(new Date(at));
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone }).format(new Date(instant));
  return day(instant) === day(now) ? time : `${time} on ${day(instant)}`;
}

/** 'Europe/Berlin': 'Berlin time'. */
export function zoneWords(timeZone) {
  const city = timeZone.split('/').at(-1) ?? timeZone;
  return `${city.replaceAll('_', ' ')} time`;
}

/** By the venue's clock, and by the visitor's where that shows another time. */
export function bothClocks(instant, timeZone) {
  const there = dayAndTime(instant, timeZone);
  const here = dayAndTime(instant, visitorZone());
  if (there === here) return { there: `${there} (${zoneWords(timeZone)})`, here: null };
  return { there: `${there} (${zoneWords(timeZone)})`, here: `${here} where you are` };
}

/** 'in 2 days', 'in 3 hours', 'in 12 minutes'. */
export function fromNow(milliseconds) {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return 'in less than a minute';
  if (minutes < 90) return `in ${counted(minutes, 'minute')}`;
  if (minutes < 48 * 60) return `in ${counted(Math.round(minutes / 60), 'hour')}`;
  return `in ${counted(Math.round(minutes / 1440), 'day')}`;
}

/** 'Stalls, row 4, seat 7'; general admission has no seat. */
export function seatWords({ categoryName, seat }) {
  if (seat === null) return `${categoryName}, no fixed seat`;
  return `${seat.zone}, row ${seat.row}, seat ${seat.label}`;
}

/** When a ticket was used at the gate, by the venue's clock. */
export function enteredWords(instant, timeZone) {
  return `Used at the gate: ${dayAndTime(instant, timeZone)}.`;
}

/** What became of a ticket that was offered, to somebody who looks at the offer. */
export const offerWords = {
  title: (eventName) => `A ticket for ${eventName}`,
  from: (fromName) => `${fromName} wants to give you this ticket.`,
  until: (instant, zone) => `You can take it until ${dayAndTime(instant, zone)}.`,
  taken: 'The ticket is yours',
  takenMore: 'Its code is among your tickets. Nobody comes in with the old one.',
  declined: 'You declined the ticket',
  declinedMore: 'It stays with whoever offered it.',
  ended: 'This offer has ended',
  own: 'You offered this ticket yourself. Take the offer back among your tickets.',
};

/** Where a ticket of one's own is given to somebody else. */
export const giveWords = {
  open: 'Give it to somebody',
  field: 'Their e-mail',
  note: 'They get a mail with a link. Until they take the ticket it stays yours.',
  send: 'Offer the ticket',
  offered: (toEmail, instant, zone) => `Offered to ${toEmail}, until ${dayAndTime(instant, zone)}.`,
  withdraw: 'Take the offer back',
  withdrawn: 'The offer is taken back.',
};
