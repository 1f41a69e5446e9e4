/**
 * A span as OpenTelemetry's API has it (Trace API, "Span"): what was said of it, kept until it is written. The library's own does more
 * than is ever asked of one here, at a price that every request pays (decision 0023).
 */
import {
  type Attributes,
  type AttributeValue,
  type Exception,
  type Link,
  type Span,
  type SpanContext,
  type SpanKind,
  type SpanStatus,
  SpanStatusCode,
  type TimeInput,
} from "@opentelemetry/api";
import { hrTimeToMilliseconds, timeInputToHrTime } from "@opentelemetry/core";
import {
  ATTR_EXCEPTION_MESSAGE,
  ATTR_EXCEPTION_STACKTRACE,
  ATTR_EXCEPTION_TYPE,
} from "@opentelemetry/semantic-conventions";

/** What a span keeps at most, whoever adds to it (Trace SDK, "Span Limits", the defaults). More is dropped and counted. */
const MOST_ATTRIBUTES = 128;
const MOST_EVENTS = 128;

/** Moments are milliseconds since 1970 with their fractions. */
export interface SpanEvent {
  readonly name: string;
  readonly at: number;
  readonly attributes: Attributes;
}

const NONE: readonly SpanEvent[] = [];
const UNSET: SpanStatus = { code: SpanStatusCode.UNSET };

export interface SpanFacts {
  readonly name: string;
  readonly kind: SpanKind;
  readonly context: SpanContext;
  readonly parent: SpanContext | undefined;
}

export class RecordedSpan implements Span {
  readonly kind: SpanKind;
  readonly context: SpanContext;
  readonly parent: SpanContext | undefined;
  readonly startedAt = Date.now();
  /** Names of attributes, and their values in the same places: a span has few, and a map of them costs more than all else of it. */
  readonly keys: string[] = [];
  readonly values: AttributeValue[] = [];
  events: readonly SpanEvent[] = NONE;
  name: string;
  endedAt = 0;
  status = UNSET;
  droppedAttributes = 0;
  droppedEvents = 0;
  readonly #ended: (span: RecordedSpan) => void;
  /** The wall clock may be set while a span runs, so its length is taken from the other one. */
  readonly #startedOn = performance.now();

  /** `ended` is told once, when nothing more can change. */
  constructor({ name, kind, context, parent }: SpanFacts, ended: (span: RecordedSpan) => void) {
    this.name = name;
    this.kind = kind;
    this.context = context;
    this.parent = parent;
    this.#ended = ended;
  }

  spanContext(): SpanContext {
    return this.context;
  }

  isRecording(): boolean {
    return this.endedAt === 0;
  }

  setAttribute(key: string, value: AttributeValue): this {
    if (!this.isRecording()) return this;
    const known = this.keys.indexOf(key);
    if (known >= 0) this.values[known] = value;
    else if (this.keys.length >= MOST_ATTRIBUTES) this.droppedAttributes += 1;
    else {
      this.keys.push(key);
      this.values.push(value);
    }
    return this;
  }

  setAttributes(attributes: Attributes): this {
    for (const key in attributes) {
      const value = attributes[key];
      if (value !== undefined) this.setAttribute(key, value);
    }
    return this;
  }

  addEvent(name: string, facts: Attributes | TimeInput = {}, time?: TimeInput): this {
    if (!this.isRecording()) return this;
    if (this.events.length >= MOST_EVENTS) this.droppedEvents += 1;
    else if (isTime(facts)) this.#note({ name, at: this.#moment(facts), attributes: {} });
    else this.#note({ name, at: this.#moment(time), attributes: facts });
    return this;
  }

  /** Ramz has no links to other traces, and exports none. */
  addLink(_link: Link): this {
    return this;
  }

  addLinks(_links: Link[]): this {
    return this;
  }

  /** What was called a success stays one. */
  setStatus(status: SpanStatus): this {
    if (this.isRecording() && this.status.code !== SpanStatusCode.OK) this.status = status;
    return this;
  }

  updateName(name: string): this {
    if (this.isRecording()) this.name = name;
    return this;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    this.addEvent("exception", exceptionFacts(exception), time);
  }

  end(endTime?: TimeInput): void {
    if (!this.isRecording()) return;
    this.endedAt = Math.max(this.startedAt, this.#moment(endTime));
    this.#ended(this);
  }

  #note(event: SpanEvent): void {
    this.events = [...this.events, event];
  }

  #moment(time: TimeInput | undefined): number {
    return time === undefined ? this.startedAt + performance.now() - this.#startedOn : epochMs(time);
  }
}

function epochMs(time: TimeInput): number {
  return hrTimeToMilliseconds(timeInputToHrTime(time));
}

function isTime(facts: Attributes | TimeInput): facts is TimeInput {
  return typeof facts === "number" || facts instanceof Date || Array.isArray(facts);
}

function exceptionFacts(exception: Exception): Attributes {
  if (typeof exception === "string") return { [ATTR_EXCEPTION_MESSAGE]: exception };
  const { code, name, message, stack } = exception;
  return {
    [ATTR_EXCEPTION_TYPE]: code?.toString() ?? name,
    [ATTR_EXCEPTION_MESSAGE]: message,
    [ATTR_EXCEPTION_STACKTRACE]: stack,
  };
}
