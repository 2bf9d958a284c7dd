import { h } from '../dom.js';
import { seatStatus } from '../seats.js';
import { price } from '../words.js';

const statusWords = {
  [seatStatus.held]: 'in other hands',
  [seatStatus.sold]: 'sold',
  [seatStatus.off]: 'not for sale',
};
const statusClasses = { [seatStatus.held]: 'held', [seatStatus.sold]: 'sold', [seatStatus.off]: 'sold' };

/** One row: its seats side by side, grouped where the price changes, with gaps where the row has them. */
export function createSeatRow(sectionName, row, { isPicked, toggle }) {
  const seats = [];
  const groups = groupByCategory(row.seats).map(({ category, seats: ofCategory }) =>
    h(
      'div',
      { class: 'seat-group' },
      h('p', { class: 'seat-price' }, `${category.name}, ${price(category.priceMinor, category.currency)}`),
      h(
        'div',
        { class: 'seats' },
        ofCategory.map((seat) => seatBox(seat)),
      ),
    ),
  );
  const element = h('fieldset', { class: 'seat-row' }, h('legend', {}, `Row ${row.label}`), groups);
  element.addEventListener('focusin', (event) => {
    if (event.target.matches('input')) stopAt(event.target);
  });

  function seatBox(seat) {
    const words = `${sectionName}, row ${row.label}, seat ${seat.label}`;
    const box = h('input', { type: 'checkbox', checked: isPicked(seat.number) });
    box.addEventListener('change', () => {
      if (box.getAttribute('aria-disabled') === 'true' && box.checked) box.checked = false;
      else toggle(seat, words, box);
    });
    const element = h(
      'label',
      { class: `seat${seat.afterGap ? ' after-gap' : ''}`, 'data-ticket': seat.number },
      box,
      h('span', { 'aria-hidden': 'true' }, seat.label, seat.accessible ? h('i', {}, '♿') : null),
    );
    seats.push({ seat, box, element });
    return element;
  }

  /** The one seat of the row that Tab reaches. */
  function stopAt(box) {
    for (const one of seats) one.box.tabIndex = one.box === box ? 0 : -1;
  }

  stopAt(seats[0].box);
  return {
    element,
    /** @param statusOf the status of a ticket number */
    show(statusOf) {
      for (const { seat, box, element: label } of seats) {
        const status = statusOf(seat.number);
        const free = status === seatStatus.free;
        const step = seat.accessible ? ', step-free' : '';
        box.setAttribute(
          'aria-label',
          `Row ${row.label}, seat ${seat.label}${step}, ${free ? price(seat.category.priceMinor, seat.category.currency) : statusWords[status]}`,
        );
        // Not `disabled`: a seat that is taken keeps its place in the row for the keyboard and the reader.
        box.setAttribute('aria-disabled', String(!free));
        label.classList.toggle('taken', !free);
        label.classList.toggle('held', statusClasses[status] === 'held');
        label.classList.toggle('sold', statusClasses[status] === 'sold');
      }
    },
  };
}

function groupByCategory(seats) {
  const groups = [];
  for (const seat of seats) {
    if (groups.at(-1)?.category.id !== seat.category.id) groups.push({ category: seat.category, seats: [] });
    groups.at(-1).seats.push(seat);
  }
  return groups;
}
