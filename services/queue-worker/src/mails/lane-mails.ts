import { loadInvitation } from '@fairgate/shared/database/lane-codes.ts';
import { laneInvitationMail } from '@fairgate/shared/mail/templates/lane-mails.ts';
import { formatMoment, type MailWriter, pageLink } from './mail-sources.ts';

/** Of an address without an account the language is not known. */
const strangersLocale = 'en';

/** An invitation's code, to the address that was invited. Nothing is sent when it is no longer good. */
export const laneInvitation: MailWriter = async (sources, row) => {
  const ids = { dropId: String(row.payload.dropId), codeId: String(row.payload.codeId) };
  const invitation = await loadInvitation(sources.database, ids);
  // It goes with its drop, which may be deleted before anybody joined.
  if (invitation === null || !invitation.usable) return null;
  const code = sources.laneCodes.invitationCodeOf(ids.codeId);
  return {
    id: `lane-invitation-${ids.codeId}`,
    to: { name: invitation.email, email: invitation.email },
    ...laneInvitationMail({
      ...invitation,
      opensAt: formatMoment(invitation.opensAt, strangersLocale, invitation.timeZone),
      code,
      link: pageLink(sources.publicUrl, `drops/${ids.dropId}?code=${code}`),
    }),
  };
};
