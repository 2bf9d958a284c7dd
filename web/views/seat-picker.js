import { announce, fill, h, say } from '../dom.js';
import { countFree, lowestPrice, seatStatus, statusAt } from '../seats.js';
import { amount, count, counted, price } from '../words.js';
import { createSeatRow } from './seat-row.js';

/** Seats of one's own choice: a section, its rows, and a box to tick for each seat. */
export function createSeatPicker({ sections, statuses: first, limit, hold }) {
  /** By ticket number: `{ seat, words }`. */
  const picked = new Map();
  let statuses = first;
  let rows = [];
  const options = sections.map((_, index) => h('option', { value: index }));
  const select = h('select', { id: 'section' }, options);
  select.selectedIndex = Math.max(
    0,
    sections.findIndex((section) => countFree(section, statuses) > 0),
  );
  const list = h('div', { class: 'rows' });
  const tooMany = h(
    'p',
    { class: 'picked', role: 'status', hidden: true },
    `At most ${counted(limit, 'seat')} per person.`,
  );
  const button = h('button', { class: 'button primary', type: 'button' });
  const bar = h('div', { class: 'picked-bar', hidden: true }, tooMany, button);

  const toggle = (seat, words, box) => {
    const isOver = box.checked && picked.size >= limit;
    if (isOver) box.checked = false;
    else if (box.checked) picked.set(seat.number, { seat, words });
    else picked.delete(seat.number);
    tooMany.hidden = !isOver;
    showPicked();
  };

  const showPicked = () => {
    const seats = [...picked.values()].map(({ seat }) => seat);
    bar.hidden = seats.length === 0;
    if (seats.length === 0 || button.getAttribute('aria-disabled') === 'true') return;
    const total = seats.reduce((sum, seat) => sum + seat.category.priceMinor, 0);
    say(button, `Hold ${counted(seats.length, 'seat')}, ${amount(total, seats[0].category.currency)}`);
  };

  const showSection = () => {
    const section = sections[Number(select.value)];
    rows = section.rows.map((row) =>
      createSeatRow(section.name, row, { isPicked: (number) => picked.has(number), toggle }),
    );
    fill(
      list,
      rows.map(({ element }) => element),
    );
    showStatuses();
  };

  const showStatuses = () => {
    for (const row of rows) row.show((number) => statusAt(statuses, number));
    for (const [index, section] of sections.entries()) say(options[index], sectionWords(section, statuses));
  };

  const drop = (numbers) => {
    const lost = numbers.filter((number) => picked.has(number));
    if (lost.length === 0) return;
    const words = lost.map((number) => picked.get(number).words).join('; ');
    for (const number of lost) picked.delete(number);
    showSection();
    showPicked();
    announce(`Just taken by somebody else: ${words}`);
  };

  select.addEventListener('change', showSection);
  button.addEventListener('click', () => hold(button, { tickets: [...picked.keys()].sort((a, b) => a - b) }));
  list.addEventListener('keydown', (event) => moveFocus(event, list));
  showSection();

  return {
    element: h(
      'section',
      { class: 'panel', 'aria-labelledby': 'pick-title' },
      h('h2', { id: 'pick-title' }, 'Or choose your seats'),
      sections.length === 1
        ? null
        : h('div', { class: 'field' }, h('label', { for: 'section' }, 'Section'), select),
      h(
        'p',
        { class: 'note' },
        'With the keyboard: arrow keys move from seat to seat, the space bar chooses.',
      ),
      legend(),
      list,
      bar,
    ),
    show(bytes) {
      statuses = bytes;
      drop([...picked.keys()].filter((number) => statusAt(bytes, number) !== seatStatus.free));
      showStatuses();
    },
    lose: drop,
  };
}

function sectionWords(section, statuses) {
  const { currency } = section.rows[0].seats[0].category;
  const free = countFree(section, statuses);
  return `${section.name}: ${free === 0 ? 'none free now' : `${count(free)} free, from ${price(lowestPrice(section), currency)}`}`;
}

function legend() {
  const mark = (kind, words) => h('li', {}, h('span', { class: `seat-mark ${kind}` }), words);
  return h(
    'ul',
    { class: 'legend', 'aria-hidden': 'true' },
    mark('free', 'free'),
    mark('chosen', 'yours'),
    mark('held', 'in other hands'),
    mark('sold', 'sold'),
  );
}

/** Arrow keys go along a row and from row to row; the page itself has one stop for each row. */
function moveFocus(event, list) {
  const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
  const from = event.target.closest('input');
  if (step === undefined || from === null) return;
  event.preventDefault();
  const rows = [...list.querySelectorAll('.seat-row')].map((row) => [...row.querySelectorAll('input')]);
  const rowIndex = rows.findIndex((row) => row.includes(from));
  const row = rows[rowIndex + step[0]] ?? rows[rowIndex];
  const index = rows[rowIndex].indexOf(from) + step[1];
  row[Math.min(row.length - 1, Math.max(0, index))].focus();
}
