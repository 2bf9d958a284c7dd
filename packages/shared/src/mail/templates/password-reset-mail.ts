import { layOutMail } from '../lay-out-mail.ts';
import type { MailContent } from '../mail.ts';

export interface PasswordResetFacts {
  readonly name: string;
  /** Opens the page that takes the new password. */
  readonly link: string;
  readonly minutesLeft: number;
}

export function passwordResetMail({ name, link, minutesLeft }: PasswordResetFacts): MailContent {
  return layOutMail('Choose a new password', [
    `Hello ${name},`,
    'someone, most likely you, asked for a new password for your Fairgate account.',
    { label: 'Choose a new password', link },
    `The link works once, for ${minutesLeft} minutes. Then you are signed out everywhere and sign in with the new password.`,
    'If it was not you, do nothing: your password stays as it is.',
  ]);
}
