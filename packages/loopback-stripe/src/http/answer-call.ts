import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestPlan } from '../faults/fault-switches.ts';
import { decodeForm, type FormTree } from '../form/decode-form.ts';
import { showToClient } from '../intents/show-to-client.ts';
import { checkExpand, expandBody } from '../lists/expand-fields.ts';
import { newId } from '../new-id.ts';
import { Refusal } from '../refusal.ts';
import { noChange } from '../shapes.ts';
import type { WrittenAnswer } from '../store/journal-line.ts';
import { lineOf } from '../store/store.ts';
import { type Answer, rateLimited, serverError, unavailable } from './answers.ts';
import type { ApiResult, ApiRoute } from './api-call.ts';
import { type ApiContext, clockMs, momentOf } from './api-context.ts';
import { authenticate, type KeyKind, refusePublishableKey } from './authenticate.ts';
import { claimKey, type KeyClaim } from './claim-key.ts';

/** One request on its way through the server. */
interface Passage {
  readonly context: ApiContext;
  readonly route: ApiRoute;
  readonly request: FastifyRequest;
  readonly requestId: string;
  readonly path: string;
  readonly plan: RequestPlan;
}

/** `cut`: the connection is closed without an answer; `never`: it is left open. */
type Outcome = Answer | 'cut' | 'never';

/**
 * The life of a request: outage and rate limit before anything else, then key, parameters, idempotency, the
 * endpoint itself, the journal, and the faults that hide what was done.
 */
export async function answerCall(
  context: ApiContext,
  route: ApiRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const startedMs = performance.now();
  const path = pathOf(request.raw.url ?? '');
  const plan = context.faults.planRequest(route.method, path, Date.now());
  const passage: Passage = { context, route, request, requestId: newId('req'), path, plan };
  reply.hijack();
  const outcome = await pass(passage);
  send(passage, outcome, reply);
  const sent = typeof outcome === 'string' ? undefined : outcome;
  context.log.add({
    id: passage.requestId,
    atMs: Date.now(),
    method: route.method,
    path,
    idempotencyKey: keyHeader(request),
    status: sent?.status ?? 0,
    errorCode: sent?.errorCode ?? null,
    replayed: sent?.replayed ?? false,
    faults: plan.struck,
    milliseconds: Math.round((performance.now() - startedMs) * 10) / 10,
  });
}

async function pass(passage: Passage): Promise<Outcome> {
  const { plan, context } = passage;
  if (plan.outage !== null) return outageOutcome(plan.outage);
  if (plan.rateLimited) return rateLimited();
  try {
    const text = bodyOf(passage);
    const form = decodeForm(text);
    const keyKind = authenticate(passage.request.headers, form, context);
    if (keyKind === 'publishable' && passage.route.callers !== 'client') throw refusePublishableKey();
    const claim = claimKey(
      context,
      keyKind,
      passage.path,
      passage.route.method,
      keyHeader(passage.request),
      text,
    );
    if (claim.kind === 'refused') return claim.answer;
    if (claim.kind === 'replayed') {
      await linger(plan);
      await context.store.settled();
      return plan.failure === 'drop_reply' ? 'cut' : { ...claim.answer, replayed: true };
    }
    try {
      return await execute(passage, form, keyKind, claim);
    } finally {
      if (claim.kind === 'claimed') context.store.keys.end(claim.key);
    }
  } catch (failure) {
    if (failure instanceof Refusal) return refusalAnswer(failure, 'secret');
    passage.request.log.error(failure);
    return serverError(false);
  }
}

async function execute(
  passage: Passage,
  form: FormTree,
  keyKind: KeyKind,
  claim: KeyClaim,
): Promise<Outcome> {
  const { context, plan, route } = passage;
  await linger(plan);
  if (plan.failure === 'error_before_unkept') return serverError(false);
  if (plan.failure === 'error_before') return await keep(passage, claim, { body: {} }, serverError(true));
  const params = passage.request.params as Record<string, string>;
  let result: ApiResult;
  let answer: Answer;
  try {
    checkExpand(form);
    result = route.handle({ context, form, params, keyKind, moment: momentOf(context) });
    const refusal = result.refusal;
    answer = refusal === undefined ? okAnswer(result, form, context) : refusalAnswer(refusal, keyKind);
  } catch (failure) {
    if (!(failure instanceof Refusal)) throw failure;
    if (failure.stage === 'reading') return refusalAnswer(failure, keyKind);
    result = { body: {} };
    answer = refusalAnswer(failure, keyKind);
  }
  const told = plan.failure === 'error_after' ? serverError(true) : answer;
  const outcome = await keep(passage, claim, result, told);
  return plan.failure === 'drop_reply' ? 'cut' : outcome;
}

async function linger({ latencyMs }: RequestPlan): Promise<void> {
  if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
}

/** Writes what was done together with the answer, and lets the answer go once both are on disk. */
async function keep(passage: Passage, claim: KeyClaim, result: ApiResult, answer: Answer): Promise<Answer> {
  const { context, requestId } = passage;
  const change = result.change ?? noChange;
  if (change.puts.length === 0 && claim.kind !== 'claimed') {
    await context.store.settled();
    return answer;
  }
  const key = keyHeader(passage.request);
  const lineContext = {
    atMs: clockMs(context),
    newId,
    request: { id: requestId, idempotency_key: key },
    endpointsFor: context.webhooks.endpointsFor,
  };
  if (claim.kind !== 'claimed') {
    await context.store.commit(lineOf(change, lineContext));
    return answer;
  }
  const put = change.puts.findIndex((object) => Object.is(object, answer.body));
  const kept: WrittenAnswer = {
    key: claim.key,
    path: passage.path,
    fingerprint: claim.fingerprint,
    status: answer.status,
    requestId,
    ...(put >= 0 ? { put } : { body: answer.body }),
  };
  await context.store.commit(lineOf(change, lineContext, kept));
  return answer;
}

function okAnswer(result: ApiResult, form: FormTree, context: ApiContext): Answer {
  return { status: 200, body: expandBody(result.body, form, context.store, result.change?.puts ?? []) };
}

/** The intent in a refusal is shown to a browser as any intent is. */
function refusalAnswer({ status, body }: Refusal, keyKind: KeyKind): Answer {
  const intent = body.payment_intent;
  const error =
    keyKind === 'publishable' && intent !== undefined
      ? { ...body, payment_intent: showToClient(intent) }
      : body;
  return { status, body: { error }, errorCode: body.code ?? body.type };
}

function outageOutcome(mode: NonNullable<RequestPlan['outage']>): Outcome {
  if (mode === 'cut') return 'cut';
  return mode === 'hang' ? 'never' : unavailable();
}

function send(passage: Passage, outcome: Outcome, reply: FastifyReply): void {
  const raw = reply.raw;
  if (outcome === 'never') {
    passage.context.hanging.add(raw);
    raw.once('close', () => passage.context.hanging.delete(raw));
    return;
  }
  if (outcome === 'cut') {
    raw.destroy();
    return;
  }
  const text = JSON.stringify(outcome.body);
  const key = keyHeader(passage.request);
  raw.writeHead(outcome.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'Request-Id, Idempotent-Replayed',
    'cache-control': 'no-cache, no-store',
    'request-id': passage.requestId,
    ...(passage.context.stopping ? { connection: 'close' } : {}),
    'stripe-version': passage.request.headers['stripe-version'] ?? '',
    ...(key === null ? {} : { 'idempotency-key': key }),
    ...(outcome.replayed === true ? { 'idempotent-replayed': 'true' } : {}),
    ...(outcome.originalRequestId === undefined ? {} : { 'original-request': outcome.originalRequestId }),
    ...outcome.headers,
  });
  raw.end(text);
}

function keyHeader(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  return typeof key === 'string' && key !== '' ? key : null;
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

function bodyOf(passage: Passage): string {
  if (passage.route.method === 'POST')
    return typeof passage.request.body === 'string' ? passage.request.body : '';
  const url = passage.request.raw.url ?? '';
  const query = url.indexOf('?');
  return query < 0 ? '' : url.slice(query + 1);
}
