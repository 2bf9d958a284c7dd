import { deviceKeyOf } from '@fairgate/shared/tokens/device-key.ts';
import type { AdmissionBearer } from '../sale/admission-token.ts';

/** The admission and the device that a request names in its headers. */
export function bearerOf(request: {
  readonly headers: { readonly 'fairgate-admission'?: string; readonly 'fairgate-device'?: string };
}): AdmissionBearer {
  const { headers } = request;
  return { token: headers['fairgate-admission'], device: deviceKeyOf(headers['fairgate-device']) };
}
