/**
 * Loaded before a service, in its own process: its wall clock is wrong by CLOCK_SKEW_MS. What the stores' clocks say, and
 * how long timers run, stays as it is.
 */
const skewMs = Number(process.env.CLOCK_SKEW_MS);
const RightDate = Date;

class WrongDate extends RightDate {
  constructor(...args: readonly unknown[]) {
    if (args.length === 0) super(WrongDate.now());
    else super(...(args as ConstructorParameters<typeof Date>));
  }

  static override now(): number {
    return RightDate.now() + skewMs;
  }
}

globalThis.Date = WrongDate as DateConstructor;
