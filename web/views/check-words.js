/** What each step of the check of one's place says, by its outcome. */
export const stepWords = {
  commitment: {
    holds: 'The secret is the one that was announced when the sale was planned.',
    fails: 'The secret is not the one that was announced when the sale was planned.',
    open: 'The secret was not revealed, so it cannot be compared with what was announced.',
  },
  /** Where this browser was in the lobby. */
  commitmentSeen: {
    holds:
      'The secret is the one that was announced beforehand; this browser noted that while the lobby was open.',
    fails: 'The secret is not the one that was announced; this browser noted that while the lobby was open.',
    open: 'The secret was not revealed. What was announced of it is still what this browser noted.',
  },
  path: {
    holds: 'You were in the lobby when it was closed: your receipt leads to its fingerprint.',
    fails: 'Your receipt does not lead to the fingerprint of the lobby.',
  },
  signature: {
    holds: 'The fingerprint of the lobby carries our signature.',
    fails: 'The signature of the fingerprint is not ours.',
    open: 'The signature of the fingerprint could not be checked: this browser cannot, or its key is not published any more.',
  },
  seed: {
    holds: 'The number that decides the draw is made of its published parts, and of nothing else.',
    fails: 'The number that decides the draw is not made of its published parts.',
  },
  rank: {
    holds: 'That number gives you the place that you have.',
    fails: 'That number gives you another place than the one that you have.',
  },
};

export const outcomeMarks = {
  holds: { mark: '✓', name: 'Right:' },
  fails: { mark: '✗', name: 'Wrong:' },
  open: { mark: '–', name: 'Not checked:' },
};

/** What the draw as a whole proves. */
export const proofWords = {
  FULL: [
    'Nobody could choose this draw.',
    'It mixes a secret that was fixed beforehand with public randomness that nobody knew when the lobby was written down.',
  ],
  COMMIT_REVEAL: [
    'This draw had no public randomness, or had it too early.',
    'Its secret was fixed beforehand, but who knew the secret could have added entries to the lobby until the draw suited.',
  ],
  SECRET_WITHHELD: [
    'The secret of this draw was not revealed in time.',
    'The draw was made from public randomness alone: who held the secret could choose between two draws.',
  ],
  UNPROVEN: [
    'This draw is not proven.',
    'It had neither its secret nor public randomness that came after the lobby was written down. It can be recomputed, but nothing shows that nobody chose it.',
  ],
};

export const checkWords = {
  open: 'Check my place',
  what: 'Your browser recomputes your place from what is published, and asks nobody whether it is right.',
  busy: 'Checking …',
  late: 'You joined after the lobby was closed: your place follows from the order of joining, and there is no receipt for it. What the draw itself shows:',
  verdict(steps) {
    const wrong = steps.filter(({ outcome }) => outcome === 'fails').length;
    const left = steps.filter(({ outcome }) => outcome === 'open').length;
    if (wrong > 0) return `${wrong} of ${steps.length} steps ${wrong === 1 ? 'is' : 'are'} wrong.`;
    return left === 0
      ? `All ${steps.length} steps are right.`
      : `${steps.length - left} of ${steps.length} steps are right; ${left === 1 ? 'one' : left} could not be checked.`;
  },
  wrongAdvice: 'Save your receipt and show it to the organiser, or to somebody whom you trust.',
  limits:
    'This does not show that each person has only one account. And this page comes from us: whoever trusts neither it nor us runs the check of the whole draw, with the signature of the public randomness, from a copy of Fairgate:',
  save: 'Save my receipt',
  saveNote: 'With it anybody can check that you were in the lobby. It names your account by its number.',
  insecure: 'This browser lends its cryptography to pages on https alone, so nothing can be checked here.',
  notDrawn: 'Try again in a moment.',
};
