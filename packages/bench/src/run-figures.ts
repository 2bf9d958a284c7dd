import { type Conditions, type JudgedReading, judge } from './figure.ts';
import { type FigureName, figures } from './figures.ts';

export interface BenchReport {
  readonly scale: Conditions['scale'];
  readonly readings: readonly JudgedReading[];
  /** Figures that could not be measured, with the reason. */
  readonly broken: readonly { readonly figure: FigureName; readonly reason: string }[];
}

/** None takes so long; one that hangs ends by it, with everything that it started. Milliseconds. */
const figureMsMax = 15 * 60_000;

/** Measures one figure after another; one that breaks does not keep the others from being measured. */
export async function runFigures(names: readonly FigureName[], conditions: Conditions): Promise<BenchReport> {
  const readings: JudgedReading[] = [];
  const broken: { figure: FigureName; reason: string }[] = [];
  for (const name of names) {
    const startedMs = performance.now();
    try {
      const signal = AbortSignal.any([conditions.signal, AbortSignal.timeout(figureMsMax)]);
      const found = await figures[name].measure({ ...conditions, signal });
      readings.push(...found.map((reading) => judge(name, reading)));
    } catch (error) {
      conditions.signal.throwIfAborted();
      broken.push({ figure: name, reason: error instanceof Error ? error.message : String(error) });
    }
    conditions.say(`${name}: ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
  }
  return { scale: conditions.scale, readings, broken };
}
