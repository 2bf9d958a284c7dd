import { read } from '../api.js';
import { h, heading, linkButton, pause, showState } from '../dom.js';
import { untilRefreshMs } from '../keep-fresh.js';
import { Refusal } from '../refusal.js';
import { count, counted, dayAndTime, timeOfDay, zoneWords } from '../words.js';
import { proofWords } from './check-words.js';
import { reportWords } from './report-words.js';

/** What a drop was, for everybody, once it is over. Before that it says so, and asks again by itself. */
export async function showReport(page) {
  const drop = await read(`/v1/drops/${page.id}`, { signal: page.signal });
  const event = await read(`/v1/events/${drop.eventId}`, { signal: page.signal });
  page.title(`${reportWords.title}: ${event.name}`);
  let told = null;
  for (;;) {
    const answer = await askReport(page);
    if (answer.report !== null) return showState(page.main, ...reportParts(drop, event, answer.report));
    if (told !== answer.state) showState(page.main, ...notYetParts(drop, event, answer.state));
    told = answer.state;
    await pause(untilRefreshMs([drop.opensAt, drop.closesAt]), page.signal);
  }
}

async function askReport(page) {
  try {
    return { report: await read(`/v1/drops/${page.id}/report`, { signal: page.signal }) };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'STATE_CONFLICT')
      return { report: null, state: error.facts.state };
    throw error;
  }
}

function kicker(drop, event) {
  return h('p', { class: 'kicker' }, h('a', { href: `#/events/${event.id}` }, event.name), `, ${drop.name}`);
}

function notYetParts(drop, event, state) {
  return [
    kicker(drop, event),
    heading(reportWords.notYet),
    h('p', { class: 'lead' }, reportWords.notYetWhy(state)),
    linkButton(`#/drops/${drop.id}`, 'Go to the sale', ''),
  ];
}

function reportParts(drop, event, report) {
  return [
    kicker(drop, event),
    heading(reportWords.title),
    h('p', { class: 'lead slim' }, reportWords.summary(report)),
    report.ordersUnfinished === 0
      ? null
      : h('p', { class: 'hint slim' }, reportWords.unfinished(report.ordersUnfinished)),
    h(
      'div',
      { class: 'columns' },
      h('div', {}, lanesPart(report), estimatesPart(report)),
      h('div', {}, timesPart(event, report), ticketsPart(report), fairPart(drop, report)),
    ),
    h(
      'p',
      { class: 'note' },
      `Counted at ${timeOfDay(report.madeAt, event.timeZone)}, ${zoneWords(event.timeZone)}.`,
    ),
  ];
}

function lanesPart({ lanes }) {
  return h(
    'section',
    {},
    h('h2', {}, 'The line'),
    lanes.map((lane) => lanePart(lane, lanes.length > 1)),
    h('p', { class: 'note' }, reportWords.waitNote),
  );
}

function lanePart(lane, isOneOfSeveral) {
  const left = reportWords.left(lane);
  return [
    isOneOfSeveral
      ? h('h3', { class: 'lane-name' }, `${lane.name}, ${count(lane.sharePercent)} % of all turns`)
      : null,
    facts([
      ['Joined', count(lane.entrants)],
      ['Turns given', count(lane.turnsGiven)],
      ['Turns not taken', count(lane.turnsNotTaken)],
      ['Came in', count(lane.admitted)],
      ['Half waited at most', reportWords.wait(lane.medianWaitSeconds)],
      ['Nine in ten waited at most', reportWords.wait(lane.p90WaitSeconds)],
    ]),
    left === null ? null : h('p', { class: 'note' }, left),
  ];
}

function estimatesPart({ estimates }) {
  const rest = reportWords.estimatesRest(estimates);
  return h(
    'section',
    { class: 'slim' },
    h('h2', {}, 'Were the promised waits right?'),
    h('p', {}, reportWords.estimates(estimates)),
    rest === null ? null : h('p', { class: 'note' }, rest),
  );
}

function timesPart({ timeZone }, report) {
  const when = (instant) => (instant === null ? 'not known' : dayAndTime(instant, timeZone));
  return h(
    'div',
    { class: 'panel' },
    h('h2', {}, 'Times'),
    facts(
      [
        ['Opened', when(report.opensAt)],
        report.firstTurnAt === null ? null : ['First turn', timeOfDay(report.firstTurnAt, timeZone)],
        report.soldOutAt === null ? null : ['Sold out', timeOfDay(report.soldOutAt, timeZone)],
        ['Ended', `${when(report.endedAt)}, ${reportWords.endedBy[report.endedBy]}`],
      ],
      'rows',
    ),
    h('p', { class: 'note' }, zoneWords(timeZone)),
  );
}

function ticketsPart({ tickets, bought }) {
  return h(
    'div',
    { class: 'panel' },
    h('h2', {}, 'Tickets'),
    facts(
      [
        ['Offered', count(tickets.offered)],
        ['Sold', count(tickets.sold)],
        ['Orders paid', `${count(bought.orders)}, for ${counted(bought.tickets, 'ticket')}`],
      ],
      'rows',
    ),
  );
}

function fairPart(drop, report) {
  const { draw, admissionLog: log, admissionsNotLogged } = report;
  const [proof, why] =
    draw === null ? reportWords.noDraw : draw.proof === null ? reportWords.notDrawn : proofWords[draw.proof];
  const [logged, hash] = log === null ? [reportWords.noLog, null] : reportWords.log(log.seq + 1, log.hash);
  return h(
    'div',
    { class: 'panel report-proof' },
    h('h2', {}, 'Was the order kept?'),
    h('p', {}, h('strong', {}, reportWords.bypasses(report.bypasses))),
    h('p', {}, h('strong', {}, proof), ` ${why} `, draw?.proof == null ? null : h('code', {}, draw.proof)),
    h('p', {}, logged),
    hash === null ? null : h('p', {}, h('code', {}, hash)),
    admissionsNotLogged === 0 ? null : h('p', {}, reportWords.notLogged(admissionsNotLogged)),
    draw?.proof == null
      ? null
      : h('p', {}, reportWords.check, ' ', h('code', {}, `npm run check-draw -- ${drop.id}`)),
  );
}

/** @param rows `[term, words]`, or null for one that is not told */
function facts(rows, kind = '') {
  return h(
    'dl',
    { class: `facts ${kind}` },
    rows
      .filter((row) => row !== null)
      .map(([term, words]) => h('div', {}, h('dt', {}, term), h('dd', {}, words))),
  );
}
