/** Where joining costs the device some work, to keep machines from coming in crowds. */
export const proofWords = {
  /** Before anybody decides to come, by what the drop asks for. */
  rule: {
    off: null,
    underPressure:
      'While very many join at once, your device does a sum of some seconds first. It keeps machines away.',
    always: 'Before you get a place your device does a sum of some seconds. It keeps machines away.',
  },
  busy: 'Your device does a sum first, which keeps machines from coming in crowds. It takes some seconds, and there is nothing for you to do.',
};
