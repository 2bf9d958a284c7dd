/** What the part of the line says in which somebody asks to be told. */
export const noticeWords = {
  title: 'Tell me when my turn is near',
  what: 'About five minutes before, and when it is your turn. Your place is kept either way.',
  email: (address) => `By e-mail to ${address}`,
  device: 'On this device',
  busy: 'Saving …',
  mailed: 'Saved. You get an e-mail for each, once.',
  pushed: 'Saved. This device shows each once, also while this page is closed.',
  off: 'Saved. Nothing is sent this way.',
  failed: 'Not saved.',
  refused: {
    blocked:
      "This browser blocks notices from here. Allow them in the browser's settings for this page, then load it again.",
    dismissed: 'Not saved. The browser was not allowed to show notices. Press again to be asked again.',
    failed: 'Not saved. This browser could not be reached for notices. Try again, or use e-mail.',
    unsupported: 'This browser cannot show notices.',
  },
};
