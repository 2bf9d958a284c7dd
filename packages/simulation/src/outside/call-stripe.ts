import { seesOutage, suspectOutage } from '../processes/watch-outage.ts';
import type { Steps, World } from '../schedule/world.ts';
import {
  faults,
  type Intent,
  type IntentView,
  type StripeCall,
  type StripeFault,
  viewOf,
} from './model-stripe.ts';

/** As connect-stripe.ts: a call that takes longer counts as unanswered. Milliseconds. */
const timeoutMs = 10_000;
const lateMsMax = 120_000;

/**
 * Sends a request that changes something, over a network that loses and delays. What was sent is on its way by itself:
 * it arrives when its sender stands still, and perhaps when it is dead. Throws a StripeFault.
 */
export function* callStripe(w: World, call: StripeCall): Steps<IntentView> {
  if (seesOutage(w)) throw faults.notSent;
  if (w.stripeDownUntil > w.now || w.faults['request-lost'].hit()) {
    w.tell?.(`${w.name()}: ${call.kind} of order ${call.order} never reaches Stripe`);
    suspectOutage(w, true);
    yield timeoutMs;
    throw faults.noAnswer;
  }
  if (w.faults['request-late'].hit()) {
    const lateMs = w.faults['request-late'].between(timeoutMs / 2, lateMsMax);
    w.tell?.(`${w.name()}: ${call.kind} of order ${call.order} reaches Stripe ${lateMs} ms late`);
    w.later(lateMs, () => void w.stripe.act(call, 'none', 0));
    suspectOutage(w, true);
    yield timeoutMs;
    throw faults.noAnswer;
  }
  if (w.faults['stripe-over-rate'].hit()) {
    yield w.travel() + w.travel();
    throw faults.overRate;
  }
  const travelMs = w.travel();
  const latencyMs = w.travel();
  const request = send(w, call, travelMs, latencyMs);
  if (w.faults['reply-lost'].hit() || travelMs + latencyMs > timeoutMs) {
    suspectOutage(w, true);
    yield timeoutMs;
    w.tell?.(`Stripe's answer is lost`);
    throw faults.noAnswer;
  }
  yield travelMs + latencyMs;
  if (request.answer === faults.server) suspectOutage(w, false);
  else noteAnswer(w);
  if (isFault(request.answer)) throw request.answer;
  return request.answer;
}

function send(
  w: World,
  call: StripeCall,
  travelMs: number,
  latencyMs: number,
): { answer: IntentView | StripeFault } {
  const request: { answer: IntentView | StripeFault } = { answer: faults.noAnswer };
  const { current: task } = w;
  w.later(travelMs, () => {
    if (task !== null && w.isDead(task) && w.random.chance(0.5)) return;
    const answer = w.stripe.act(call, storedFault(w), latencyMs);
    request.answer = answer;
    w.tell?.(
      `Stripe: ${call.kind} of order ${call.order}, key ${call.key}: ${'id' in answer ? answer.status : (answer.code ?? answer.statusCode)}`,
    );
  });
  return request;
}

function noteAnswer({ current }: World): void {
  const process = current?.process ?? null;
  if (process !== null) process.answers += 1;
}

function storedFault(w: World): 'none' | 'before' | 'after' {
  if (w.faults['stripe-500-before'].hit()) return 'before';
  return w.faults['stripe-500-after'].hit() ? 'after' : 'none';
}

function isFault(answer: IntentView | StripeFault): answer is StripeFault {
  return 'type' in answer;
}

/** Asks Stripe about one intent, or looks through its list. Throws a StripeFault. */
export function* askStripe(w: World, find: () => Intent | undefined): Steps<IntentView | null> {
  if (seesOutage(w)) throw faults.notSent;
  if (w.stripeDownUntil > w.now || w.faults['request-lost'].hit() || w.faults['reply-lost'].hit()) {
    w.tell?.(`${w.name()}: Stripe does not answer a question`);
    suspectOutage(w, true);
    yield timeoutMs;
    throw faults.noAnswer;
  }
  yield w.travel();
  const intent = find();
  const view = intent === undefined ? null : viewOf(intent);
  yield w.travel();
  noteAnswer(w);
  return view;
}
