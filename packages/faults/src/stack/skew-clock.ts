/**
 * Loaded before a service, in its own process, as `skew-clock.ts?seconds=600`: its wall clock is wrong by so much. What the
 * stores' clocks say, and how long timers run, stays as it is.
 */
const skewMs = Number(new URL(import.meta.url).searchParams.get('seconds')) * 1_000;
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
