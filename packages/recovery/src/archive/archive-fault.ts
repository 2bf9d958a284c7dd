/** A file of the archive that a restore needs is missing or damaged; the message names each. */
export class ArchiveFault extends Error {
  readonly code = 'ARCHIVE_FAULT';
  readonly files: readonly string[];

  constructor(faults: readonly { readonly file: string; readonly fault: string }[]) {
    super(
      [
        'The archived log cannot be replayed to its end:',
        ...faults.map(({ file, fault }) => `  ${file} ${fault}`),
        'Put the files back from a second copy, or restore to a time before the first of them (--to <time>).',
      ].join('\n'),
    );
    this.name = 'ArchiveFault';
    this.files = faults.map(({ file }) => file);
  }
}
