import { patiently } from './api.js';
import { fallSilent, fill, h, heading, linkButton, showState } from './dom.js';
import { problemPanel } from './problem-panel.js';
import { answerWorker } from './push-device.js';
import { SignInNeeded } from './refusal.js';
import { account, onSessionChange, restoreSession } from './session.js';
import { showAccount } from './views/account.js';
import { showDrop } from './views/drop.js';
import { showEvent } from './views/event.js';
import { showEvents } from './views/events.js';
import { showOrder } from './views/order.js';
import { showOrders } from './views/orders.js';
import { showForgotten, showNewPassword } from './views/password.js';
import { showReport } from './views/report.js';
import { showSignIn } from './views/sign-in.js';
import { showSignUp } from './views/sign-up.js';
import { showTickets } from './views/tickets.js';
import { showTransfer } from './views/transfer.js';

/** What the page shows at which address, after the #. `:id` is handed to the view. */
const routes = [
  { path: '/', view: showEvents },
  { path: '/events/:id', view: showEvent },
  { path: '/drops/:id', view: showDrop },
  { path: '/drops/:id/report', view: showReport },
  { path: '/orders', view: showOrders, signedIn: true },
  { path: '/orders/:id', view: showOrder, signedIn: true },
  { path: '/tickets', view: showTickets, signedIn: true },
  { path: '/transfers/:id', view: showTransfer, signedIn: true },
  { path: '/account', view: showAccount, signedIn: true },
  { path: '/sign-in', view: showSignIn },
  { path: '/sign-up', view: showSignUp },
  { path: '/forgotten', view: showForgotten },
];

const main = document.getElementById('main');
let leaving = new AbortController();

function findRoute(path) {
  for (const route of routes) {
    const pattern = new RegExp(`^${route.path.replace(':id', '([0-9a-f-]{36})')}$`);
    const match = pattern.exec(path);
    if (match !== null) return { ...route, id: match[1] ?? null };
  }
  return null;
}

/** Shows what the address names. The view before hears by its signal that it is over. */
async function showAddress() {
  leaving.abort();
  leaving = new AbortController();
  const [path, query = ''] = (location.hash.slice(1) || '/').split('?');
  const page = {
    main,
    signal: leaving.signal,
    query: new URLSearchParams(query),
    go,
    title: (text) => {
      document.title = text === '' ? 'Fairgate' : `${text} · Fairgate`;
    },
    fail: (error) => showFailure(error, page),
  };
  showMenu(path);
  fallSilent();
  window.scrollTo(0, 0);
  if (location.pathname === '/reset-password') return showNewPassword(page);
  const route = findRoute(path);
  if (route === null) return showNothing(page);
  if (route.signedIn === true && account() === null) return go(signInAddress());
  fill(main, h('p', { class: 'loading', role: 'status' }, 'One moment …'));
  try {
    await route.view({ ...page, id: route.id });
  } catch (error) {
    page.fail(error);
  }
}

/** The last resort of every view: the state in words, and the way on. */
function showFailure(error, page) {
  if (page.signal.aborted) return;
  if (error instanceof SignInNeeded) return go(signInAddress());
  if (error.code === 'NOT_FOUND') return showNothing(page);
  page.title('Not now');
  showState(main, heading('This did not work'), problemPanel(error, { onRetry: showAddress }));
}

function showNothing(page) {
  page.title('Nothing here');
  showState(
    main,
    heading('There is nothing here'),
    h('p', { class: 'lead' }, 'It was taken away, or the address is not one of ours.'),
    linkButton('/#/', 'See what is on'),
  );
}

function signInAddress() {
  return `#/sign-in?next=${encodeURIComponent(location.hash || '#/')}`;
}

function go(hash) {
  if (location.pathname !== '/') location.assign(`/${hash}`);
  else if (location.hash === hash) showAddress();
  else location.hash = hash;
}

function showMenu(path) {
  const link = (href, text) =>
    h('a', { href: `/${href}`, 'aria-current': `#${path}` === href ? 'page' : null }, text);
  const own = account();
  fill(
    document.getElementById('menu'),
    link('#/', "What's on"),
    own === null ? null : link('#/tickets', 'Tickets'),
    own === null ? null : link('#/orders', 'Orders'),
    own === null ? link('#/sign-in', 'Sign in') : link('#/account', own.name.split(' ')[0]),
  );
}

/** Stripe's page sends people back with its findings in the query; the order itself says how it stands. */
function takeReturn() {
  const query = new URLSearchParams(location.search);
  if (!query.has('payment_intent')) return;
  sessionStorage.setItem(
    'fairgate.returned',
    query.get('redirect_status') === 'failed' ? 'refused' : 'approved',
  );
  history.replaceState(null, '', `/${location.hash}`);
}

async function start() {
  takeReturn();
  answerWorker();
  onSessionChange(() => showMenu(location.hash.slice(1).split('?')[0] || '/'));
  try {
    await patiently(restoreSession);
  } catch {
    // Out of reach for long: whoever it is sees what everybody sees, and signs in later.
  }
  window.addEventListener('hashchange', showAddress);
  document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault();
    main.focus();
  });
  await showAddress();
}

start();
