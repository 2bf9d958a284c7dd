/** What a template makes of facts. The text says everything: many read no HTML. */
export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Mail extends MailContent {
  /**
   * Letters, digits and hyphens. The same id is the same mail: sent again, it carries the same Message-ID (and replaces
   * its file), so a repeated job does not look like a second mail. Example: `order-paid-0190…`.
   */
  readonly id: string;
  readonly to: { readonly name: string; readonly email: string };
}
