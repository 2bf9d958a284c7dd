import { fill, h } from './dom.js';

/** The line above the page that says why nothing seems to happen, while a call waits to be made again. */
let timer;

export function showNotice(refusal, seconds) {
  clearInterval(timer);
  const left = h('span', { 'aria-hidden': 'true' }, `${seconds} s`);
  let secondsLeft = seconds;
  timer = setInterval(() => {
    secondsLeft = Math.max(0, secondsLeft - 1);
    left.textContent = `${secondsLeft} s`;
  }, 1000);
  fill(
    notice(),
    h(
      'p',
      { class: 'notice', 'data-code': refusal.code },
      h('strong', {}, `${refusal.title}. `),
      'Your place and your seats are kept. We try again by ourselves. ',
      left,
    ),
  );
}

export function hideNotice() {
  clearInterval(timer);
  if (notice().childElementCount > 0) fill(notice());
}

function notice() {
  return document.getElementById('notice');
}
