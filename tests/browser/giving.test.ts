import { readFolderMail } from '@fairgate/shared/mail/folder-mails.ts';
import { describe, expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import { inspectState } from '../support/inspect-state.ts';
import { phone, type Visitor } from '../support/visitor.ts';

describe('giving a ticket to somebody, from one browser to another', () => {
  const use = useBrowserSale();

  /** Buys a free ticket and goes to it. */
  async function withTicket(): Promise<Visitor> {
    const { dropId } = await use().putOnSale();
    const giver = await use().visit();
    await giver.signUp();
    await giver.enterShop(dropId);
    await giver.page.getByRole('radio', { name: /Press/ }).check();
    await giver.press('Hold one ticket');
    await giver.title('This ticket is yours for now');
    await giver.press('Get the ticket');
    await giver.title('Your ticket');
    await giver.goTo('#/tickets');
    await giver.title('My tickets');
    return giver;
  }

  /** Offers the ticket on the page; gives the address in the mail, after the #. */
  async function offer(giver: Visitor, toEmail: string): Promise<string> {
    await giver.page.getByText('Give it to somebody').click();
    await giver.page.getByLabel('Their e-mail').fill(toEmail);
    const answer = giver.page.waitForResponse(/\/transfers$/);
    await giver.press('Offer the ticket');
    await giver.page.getByText(`Offered to ${toEmail}`).waitFor();
    const { transferId } = (await (await answer).json()) as { transferId: string };
    const mail = () =>
      readFolderMail(use().sale.gateway.mailFolder, `transfer-offered-${transferId}`).then(
        (found) => found?.text ?? '',
      );
    await expect.poll(mail, { timeout: 15_000 }).toContain(transferId);
    return /#\/transfers\/\S+/.exec(await mail())?.[0] ?? '';
  }

  it('offered, taken: gone from one, among the tickets of the other, with another code', async () => {
    const giver = await withTicket();
    const code = await giver.page.locator('.ticket code').textContent();
    await giver.page.getByText('Give it to somebody').click();
    await inspectState(giver, 'a ticket that may be given');
    await giver.page.getByText('Give it to somebody').click();
    const address = await offer(giver, 'friend@example.org');
    await inspectState(giver, 'a ticket that is offered');

    const receiver = await use().visit(phone);
    await receiver.signUp(address);
    await receiver.title('A ticket for Night of Lights');
    await inspectState(receiver, 'an offer');
    await receiver.press('Take the ticket');
    await receiver.title('The ticket is yours');
    await receiver.page.getByRole('link', { name: 'My tickets' }).click();
    await receiver.title('My tickets');
    const received = await receiver.page.locator('.ticket code').textContent();
    expect(received).toMatch(/^FG1\./);
    expect(received).not.toBe(code);

    await giver.page.reload();
    await giver.page.getByText('You have no tickets yet').waitFor();
    await receiver.goTo(address);
    await receiver.title('This offer has ended');
    expect([...giver.faults, ...receiver.faults]).toEqual([]);
    await Promise.all([giver.close(), receiver.close()]);
  });

  it('taken back, then offered again and declined: it stays where it was', async () => {
    const giver = await withTicket();
    const first = await offer(giver, 'friend@example.org');
    await giver.press('Take the offer back');
    await giver.page.getByText('Give it to somebody').waitFor();
    const receiver = await use().visit();
    await receiver.signUp(first);
    await receiver.title('This offer has ended');
    await receiver.goTo(await offer(giver, 'friend@example.org'));
    await receiver.title('A ticket for Night of Lights');
    await receiver.press('No, thank you');
    await receiver.title('You declined the ticket');
    await giver.page.reload();
    await giver.page.getByText('Give it to somebody').waitFor();
    expect([...giver.faults, ...receiver.faults]).toEqual([]);
    await Promise.all([giver.close(), receiver.close()]);
  });

  it('without the code of the mail there is nothing to see', async () => {
    const giver = await withTicket();
    const address = await offer(giver, 'friend@example.org');
    const stranger = await use().visit();
    await stranger.signUp();
    await stranger.goTo(address.replace(/\?.*/, '?code=AAAAAAAAAAAAAAAAAAAAAA'));
    await stranger.title('There is nothing here');
    await giver.goTo(address);
    await giver.page.getByText('You offered this ticket yourself').waitFor();
    await Promise.all([giver.close(), stranger.close()]);
  });
});
