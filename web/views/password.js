import { act } from '../act.js';
import { field, h, heading, linkButton, showState } from '../dom.js';
import { pageFacts } from '../facts.js';
import { request } from '../request.js';

/** Asks for the mail with the link. The answer is the same whether there is such an account or not. */
export async function showForgotten(page) {
  page.title('Forgot your password?');
  const { mails } = await pageFacts(page.signal);
  const email = field(
    'E-mail',
    h('input', { id: 'email', type: 'email', autocomplete: 'username', required: true }),
  );
  const button = h('button', { class: 'button primary' }, 'Send me a link');
  const slot = h('div', {});
  const form = h('form', { class: 'narrow' }, email.element, slot, button);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    act(page, button, slot, async () => {
      const body = { email: email.input.value.trim() };
      const { message } = await request('POST', '/v1/password-resets', { body, signal: page.signal });
      showState(
        page.main,
        heading('Look into your mail'),
        h('p', {}, message),
        mails === null
          ? null
          : h('p', {}, 'This installation keeps its mails ', h('a', { href: mails }, 'here'), '.'),
      );
    });
  });
  showState(
    page.main,
    heading('Forgot your password?'),
    h('p', {}, 'We mail you a link with which you choose a new one.'),
    form,
  );
}

/** Where the mail's link leads: the token stands after the # and so in no server's log. */
export function showNewPassword(page) {
  page.title('Choose a new password');
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
  const password = field(
    'New password',
    h('input', {
      id: 'password',
      type: 'password',
      autocomplete: 'new-password',
      required: true,
      minlength: 10,
    }),
    'At least 10 characters. Every device is signed out.',
  );
  const button = h('button', { class: 'button primary' }, 'Use this password');
  const slot = h('div', {});
  const form = h('form', { class: 'narrow' }, password.element, slot, button);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    act(page, button, slot, async () => {
      const body = { token, password: password.input.value };
      await request('POST', '/v1/password-resets/confirm', { body, signal: page.signal });
      showState(page.main, heading('Your password is changed'), linkButton('/#/sign-in', 'Sign in'));
    });
  });
  showState(page.main, heading('Choose a new password'), form);
}
