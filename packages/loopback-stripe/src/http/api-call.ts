import type { FormTree } from '../form/decode-form.ts';
import type { Refusal } from '../refusal.ts';
import type { Change, Moment } from '../shapes.ts';
import type { ApiContext } from './api-context.ts';
import type { KeyKind } from './authenticate.ts';

/** A request of the API, decoded and authenticated. */
export interface ApiCall {
  readonly context: ApiContext;
  readonly form: FormTree;
  readonly params: Readonly<Record<string, string>>;
  readonly keyKind: KeyKind;
  readonly moment: Moment;
}

/** What an endpoint comes to: a body, what it wrote, and, when it refuses after writing (a decline), why. */
export interface ApiResult {
  readonly body: object;
  readonly change?: Change;
  readonly refusal?: Refusal;
}

export interface ApiRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** `client`: a browser may call it with the publishable key; otherwise only the secret key may. */
  readonly callers: 'secret' | 'client';
  readonly handle: (call: ApiCall) => ApiResult;
}
