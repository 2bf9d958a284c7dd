import { fill } from './dom.js';
import { problemPanel } from './problem-panel.js';
import { Refusal, SignInNeeded } from './refusal.js';

/**
 * Does what a button asks for: once at a time, saying that it is at work, and with every refusal in words beside it.
 * `onRefusal(refusal)` may take a refusal over by returning true.
 */
export async function act(page, button, slot, work, { busy = 'One moment …', onRefusal = () => false } = {}) {
  if (button.getAttribute('aria-disabled') === 'true') return;
  const words = button.textContent;
  button.setAttribute('aria-disabled', 'true');
  button.textContent = busy;
  fill(slot);
  try {
    await work();
  } catch (error) {
    if (page.signal.aborted) return;
    // What was shown meanwhile has no place for it.
    if (error instanceof SignInNeeded || !slot.isConnected) page.fail(error);
    else if (!(error instanceof Refusal) || !onRefusal(error)) fill(slot, problemPanel(error));
  } finally {
    button.removeAttribute('aria-disabled');
    // What was written on it meanwhile stays.
    if (button.textContent === busy) button.textContent = words;
  }
}
