import { act } from '../act.js';
import { h, heading, linkButton, showState } from '../dom.js';
import { account, signOut } from '../session.js';

export async function showAccount(page) {
  page.title('Your account');
  const { name, email } = account();
  const button = h('button', { type: 'button', class: 'button' }, 'Sign out');
  const slot = h('div', {});
  button.addEventListener('click', () =>
    act(page, button, slot, async () => {
      await signOut();
      page.go('#/');
    }),
  );
  showState(
    page.main,
    heading('Your account'),
    h(
      'dl',
      { class: 'facts' },
      h('div', {}, h('dt', {}, 'Name'), h('dd', {}, name)),
      h('div', {}, h('dt', {}, 'E-mail'), h('dd', {}, email)),
    ),
    slot,
    h(
      'div',
      { class: 'actions' },
      linkButton('#/tickets', 'My tickets', ''),
      linkButton('#/orders', 'My orders', ''),
      button,
    ),
  );
}
