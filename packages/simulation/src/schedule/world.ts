import { ModelDatabase, Refusal } from '../database/model-database.ts';
import { type PurchaseFunctions, purchaseFunctions } from '../database/purchase-functions.ts';
import type { InboxRow, OperationRow, OrderRow } from '../database/rows.ts';
import { ModelRedis } from '../outside/model-redis.ts';
import { ModelStripe } from '../outside/model-stripe.ts';
import { type Decisions, decisions } from './decisions.ts';
import { type ChanceKind, chanceKinds, FaultSource } from './fault-source.ts';
import { Random } from './random.ts';
import { Timeline } from './timeline.ts';

/** What a process does, step by step: each step yields how long it takes, in milliseconds. */
export type Steps<R = void> = Generator<number, R, void>;

export type ProcessKind = 'gateway' | 'queue-worker' | 'payments-worker';

export interface Process {
  readonly kind: ProcessKind;
  readonly name: string;
  isUp: boolean;
  /** Raised by every crash: what was under way before is gone. */
  generation: number;
  /** It stands still until then, and then goes on as if nothing had been. */
  stoppedUntil: number;
  upAgainAt: number;
  /** When, within a second, it looks whether Stripe is out. */
  readonly phaseMs: number;
  /** The generation that is asking whether Stripe is out; NONE: none is. */
  askingGeneration: number;
  /** Answers of Stripe. */
  answers: number;
  /** Orders that came while a statement of its was under way: the next takes them together. */
  batch: OrderRow[];
}

export class Task {
  readonly steps: Steps<unknown>;
  /** null: not ours, a buyer or the network. */
  readonly process: Process | null;
  readonly generation: number;
  stamp = 0;
  isDone = false;

  constructor(steps: Steps<unknown>, process: Process | null) {
    this.steps = steps;
    this.process = process;
    this.generation = process?.generation ?? 0;
  }
}

/** Jobs are hints: each names a row. */
export interface JobSender {
  readonly payment: (operation: OperationRow) => void;
  readonly finalize: (order: OrderRow) => void;
  readonly inbox: (row: InboxRow) => void;
}

const noJobs: JobSender = { payment: () => undefined, finalize: () => undefined, inbox: () => undefined };

/** A statement whose connection broke: it may have happened, and is asked again at once. */
const connectionLost = { type: 'ConnectionLost' };
/** A statement without any answer: it may have happened, and is not asked again. */
const statementSilent = { type: 'StatementSilent' };
/** As askAgain in postgres-failure.ts. Milliseconds. */
const askAgainPausesMs = [25, 100, 400];

const restartMsMax = 20_000;

/** One history: processes, stores, Stripe and the network in virtual time, everything drawn from one seed. */
export class World {
  now = 0;
  readonly db = new ModelDatabase();
  readonly stripe = new ModelStripe();
  readonly redis = new ModelRedis();
  sql: PurchaseFunctions = purchaseFunctions;
  decide: Decisions = decisions;
  readonly timeline = new Timeline<Task | (() => void)>();
  readonly random = new Random();
  readonly faults: Readonly<Record<ChanceKind, FaultSource>>;
  processes: Process[] = [];
  jobs: JobSender = noJobs;
  queuesOn = true;
  queueGeneration = 0;
  stripeDownUntil = 0;
  databaseDownUntil = 0;
  /** The next process that has marked a call as sent stands still until then before it sends it; 0: none does. */
  standStillUntil = 0;
  current: Task | null = null;
  /** What went wrong, in the order of its discovery. */
  violations: string[] = [];
  /** Tells the story, while somebody wants to read it. Called as `tell?.(…)`, so that otherwise no text is made. */
  tell: ((text: string) => void) | null = null;
  happenings = 0;

  constructor() {
    this.faults = Object.fromEntries(chanceKinds.map((kind) => [kind, new FaultSource(kind)])) as Record<
      ChanceKind,
      FaultSource
    >;
  }

  accuse(violation: string): void {
    if (this.violations.length < 20) this.violations.push(violation);
    this.tell?.(`VIOLATION: ${violation}`);
  }

  /** Begins a task, at once or later. Begun at once, it takes its first step before this returns. */
  spawn(process: Process | null, steps: Steps<unknown>, afterMs = 0): Task {
    const task = new Task(steps, process);
    if (afterMs > 0) this.timeline.schedule(this.now + afterMs, task, task.stamp);
    else this.#resume(task, task.stamp);
    return task;
  }

  later(afterMs: number, happen: () => void): void {
    this.timeline.schedule(this.now + afterMs, happen, 0);
  }

  /** Wakes a task that waits; its own time-out is then stale. */
  wake(task: Task, afterMs: number): void {
    if (task.isDone) return;
    task.stamp += 1;
    this.timeline.schedule(this.now + afterMs, task, task.stamp);
  }

  /** Plays until nothing is left to happen, or until `limitMs`. false: the limit came first. */
  run(limitMs: number): boolean {
    for (;;) {
      const target = this.timeline.next();
      if (target === undefined) return true;
      const { at, stamp } = this.timeline;
      if (at > limitMs || this.timeline.isFull) return false;
      this.happenings += 1;
      this.setTime(at);
      if (target instanceof Task) this.#resume(target, stamp);
      else target();
    }
  }

  setTime(at: number): void {
    this.now = at;
    this.db.now = at;
    this.stripe.now = at;
    this.redis.now = at;
  }

  #resume(task: Task, stamp: number): void {
    if (task.stamp !== stamp || task.isDone) return;
    const { process } = task;
    if (process !== null) {
      if (this.isDead(task)) {
        task.isDone = true;
        return;
      }
      if (process.stoppedUntil > this.now) {
        this.timeline.schedule(process.stoppedUntil, task, stamp);
        return;
      }
      if (this.faults['crash-at-step'].hit()) {
        this.crash(process);
        task.isDone = true;
        return;
      }
    }
    const interrupted = this.current;
    this.current = task;
    try {
      const { done, value } = task.steps.next();
      if (done === true) task.isDone = true;
      else {
        task.stamp += 1;
        this.timeline.schedule(this.now + value, task, task.stamp);
      }
    } catch (error) {
      task.isDone = true;
      if (error instanceof Refusal) this.accuse(`the database refused: ${error.message}`);
      else if (error instanceof Error) throw error;
    } finally {
      this.current = interrupted;
    }
  }

  /** Its process died since it began. */
  isDead({ process, generation }: Task): boolean {
    return process !== null && process.generation !== generation;
  }

  /**
   * Whoever is about to send what it marked as sent stands still there, when the history has it so and another is left
   * to make payments: a whole installation that stands still is another fault.
   */
  *standStill(): Steps {
    const process = this.current?.process ?? null;
    const isLeft = this.processes.some((other) => other !== process && other.kind === 'payments-worker');
    if (this.standStillUntil <= this.now || process === null || !isLeft) return;
    process.stoppedUntil = Math.max(process.stoppedUntil, this.standStillUntil);
    this.standStillUntil = 0;
    this.tell?.(`${process.name} stands still before it sends`);
    yield 0;
  }

  crash(process: Process): void {
    if (!process.isUp) return;
    this.tell?.(`${process.name} dies`);
    process.isUp = false;
    process.generation += 1;
    process.batch = [];
    process.stoppedUntil = 0;
    const restartMs = this.random.between(200, restartMsMax);
    process.upAgainAt = this.now + restartMs;
    this.later(restartMs, () => this.start(process));
  }

  start(process: Process): void {
    if (process.isUp) return;
    process.isUp = true;
    this.tell?.(`${process.name} is up again`);
  }

  /** A process of the kind that works now; undefined: none does. */
  pick(kind: ProcessKind): Process | undefined {
    const offset = this.random.below(this.processes.length);
    for (let n = 0; n < this.processes.length; n += 1) {
      const process = this.processes[(n + offset) % this.processes.length];
      if (process?.kind === kind && process.isUp && process.stoppedUntil <= this.now) return process;
    }
    return undefined;
  }

  /** How long until one of the kind works again. */
  waitFor(kind: ProcessKind): number {
    let soonest = Number.POSITIVE_INFINITY;
    for (const process of this.processes) {
      if (process.kind !== kind) continue;
      soonest = Math.min(soonest, process.isUp ? process.stoppedUntil : process.upAgainAt);
    }
    return Math.max(soonest - this.now, 0) + 1;
  }

  /** The way to a store or over a network, in milliseconds. */
  travel(): number {
    return this.faults.slow.hit() ? this.faults.slow.between(50, 8_000) : 1 + this.random.below(6);
  }

  /** On the way to the database: throws when the connection broke before anything happened. */
  toDatabase(): number {
    if (this.databaseDownUntil > this.now || this.faults['database-lost-before'].hit()) {
      this.tell?.(`${this.name()}: a statement does not reach the database`);
      throw this.#lost('database-lost-before');
    }
    return this.travel();
  }

  /** The statement happened; throws when its answer is lost. */
  fromDatabase(): void {
    if (this.databaseDownUntil > this.now || this.faults['database-lost-after'].hit()) {
      this.tell?.(`${this.name()}: the answer of the last statement is lost`);
      throw this.#lost('database-lost-after');
    }
  }

  #lost(kind: ChanceKind): typeof connectionLost {
    const isAway = this.databaseDownUntil > this.now || this.faults[kind].between(0, 1) === 0;
    return isAway ? connectionLost : statementSilent;
  }

  /** A statement of the purchase: safe to run twice, and run again when its connection broke. */
  *ask<R>(statement: () => R): Steps<R> {
    for (let tries = 0; ; tries += 1) {
      try {
        yield this.toDatabase();
        const outcome = statement();
        this.fromDatabase();
        return outcome;
      } catch (error) {
        const pauseMs = askAgainPausesMs[tries];
        if (error !== connectionLost || pauseMs === undefined) throw error;
        yield pauseMs;
      }
    }
  }

  name(): string {
    return this.current?.process?.name ?? 'outside';
  }

  endFaults(): void {
    for (const kind of chanceKinds) this.faults[kind].stop();
    this.stripeDownUntil = 0;
    this.databaseDownUntil = 0;
    this.db.earlierFailures = 0;
    this.tell?.('faults end');
  }
}
