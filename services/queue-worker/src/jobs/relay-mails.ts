import type { Mail } from '@fairgate/shared/mail/mail.ts';
import { type Mailer, mailsAtOnceMax } from '@fairgate/shared/mail/open-mailer.ts';
import type { MailSources } from '../mails/mail-sources.ts';
import { mailTemplates } from '../mails/mail-templates.ts';
import type { WorkerStores } from '../worker-stores.ts';
import { createRelay, type Relay } from './relay-by-destination.ts';

const retrySeconds = 30;

/** Sends mails; those to one domain wait for each other only. A template that this version does not know is left to others. */
export function createMailRelay(
  { log }: Pick<WorkerStores, 'log'>,
  mailer: Mailer,
  sources: MailSources,
): Relay {
  return createRelay<Mail>(
    { database: sources.database, log },
    {
      topic: 'mail',
      kinds: Object.keys(mailTemplates),
      retrySeconds,
      atOnceMax: mailsAtOnceMax,
      async write(row) {
        const write = mailTemplates[String(row.payload.template)];
        if (write === undefined) throw new Error(`no mail is called ${row.payload.template}`);
        return write(sources, row);
      },
      destinationOf: ({ to }) => to.email.slice(to.email.lastIndexOf('@') + 1).toLowerCase(),
      send: (mail) => mailer.send(mail),
    },
  );
}
