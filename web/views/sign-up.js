import { act } from '../act.js';
import { field, h, heading, showState } from '../dom.js';
import { account, signUp } from '../session.js';
import { nextAddress } from './sign-in.js';

const passwordCharactersMin = 10;

export async function showSignUp(page) {
  const next = nextAddress(page.query);
  if (account() !== null) return page.go(next);
  page.title('Make an account');
  const name = field(
    'Your name',
    h('input', { id: 'name', autocomplete: 'name', required: true, maxlength: 200 }),
  );
  const email = field(
    'E-mail',
    h('input', { id: 'email', type: 'email', autocomplete: 'username', required: true }),
    'Your tickets are sent there.',
  );
  const password = field(
    'Password',
    h('input', {
      id: 'password',
      type: 'password',
      autocomplete: 'new-password',
      required: true,
      minlength: passwordCharactersMin,
    }),
    `At least ${passwordCharactersMin} characters.`,
  );
  const fields = { '/name': name, '/email': email, '/password': password };
  const button = h('button', { class: 'button primary' }, 'Make the account');
  const slot = h('div', {});
  const form = h('form', { class: 'narrow' }, name.element, email.element, password.element, slot, button);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    for (const one of Object.values(fields)) one.refuse(null);
    act(
      page,
      button,
      slot,
      async () => {
        await signUp(name.input.value.trim(), email.input.value.trim(), password.input.value);
        page.go(next);
      },
      {
        onRefusal: ({ facts }) => {
          for (const { pointer, detail } of facts.errors ?? []) fields[pointer]?.refuse(`It ${detail}.`);
          return false;
        },
      },
    );
  });
  showState(
    page.main,
    heading('Make an account'),
    h('p', {}, 'One account is one place in each line.'),
    form,
    h('p', {}, 'You have one? ', h('a', { href: `#/sign-in?next=${encodeURIComponent(next)}` }, 'Sign in')),
  );
}
