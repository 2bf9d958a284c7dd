import { act } from '../act.js';
import { field, h, heading, showState } from '../dom.js';
import { pageFacts } from '../facts.js';
import { account, signIn } from '../session.js';

/** Only addresses of this page: nobody is led elsewhere after signing in. */
export function nextAddress(query) {
  const next = query.get('next') ?? '#/';
  return next.startsWith('#/') ? next : '#/';
}

export async function showSignIn(page) {
  const next = nextAddress(page.query);
  if (account() !== null) return page.go(next);
  page.title('Sign in');
  const { demoFan } = await pageFacts(page.signal);
  const email = field(
    'E-mail',
    h('input', {
      id: 'email',
      type: 'email',
      autocomplete: 'username',
      required: true,
      value: demoFan?.email ?? '',
    }),
  );
  const password = field(
    'Password',
    h('input', {
      id: 'password',
      type: 'password',
      autocomplete: 'current-password',
      required: true,
      value: demoFan?.password ?? '',
    }),
  );
  const button = h('button', { class: 'button primary' }, 'Sign in');
  const slot = h('div', {});
  const form = h(
    'form',
    { class: 'narrow' },
    demoFan === null
      ? null
      : h('p', { class: 'hint' }, 'This is a demo: the demo fan is filled in. Just press “Sign in”.'),
    email.element,
    password.element,
    slot,
    button,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    act(page, button, slot, async () => {
      await signIn(email.input.value.trim(), password.input.value);
      page.go(next);
    });
  });
  showState(
    page.main,
    heading('Sign in'),
    next === '#/' ? null : h('p', {}, 'You come back to where you were. Your place and your seats are kept.'),
    form,
    h(
      'p',
      {},
      'New here? ',
      h('a', { href: `#/sign-up?next=${encodeURIComponent(next)}` }, 'Make an account'),
      ' · ',
      h('a', { href: '#/forgotten' }, 'Forgot your password?'),
    ),
  );
}
