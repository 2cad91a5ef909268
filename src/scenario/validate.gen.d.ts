/** One violation, as ajv reports it with `verbose`. */
export interface SchemaViolation {
  readonly keyword: string;
  /** JSON pointer into the document. */
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The schema that holds the keyword. */
  readonly parentSchema?: SchemaNode;
  readonly data?: unknown;
  /** The key that a violation below `propertyNames` is about. */
  readonly propertyName?: string;
}

/** The parts of JSON Schema that are read beside the validator: annotations, and where they are. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly examples?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly required?: readonly string[];
  readonly pattern?: string;
  /** The family of units that a string here is written in. */
  readonly 'x-unit'?: 'duration' | 'bitrate' | 'ratio' | 'frequency' | 'confidence';
  /** Words that a string here may be. */
  readonly 'x-choices'?: readonly string[];
  /** Whether a string here is a path, relative to the file that says it. */
  readonly 'x-path'?: boolean;
}

export const scenarioSchema: SchemaNode;

export const validate: {
  (document: unknown): boolean;
  readonly errors?: readonly SchemaViolation[] | null;
};
