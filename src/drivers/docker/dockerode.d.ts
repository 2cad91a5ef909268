/** What we use of dockerode, which has no types of its own. What the engine answers is checked by us. */
declare module 'dockerode' {
  interface CallOptions {
    readonly abortSignal?: AbortSignal;
  }

  class Docker {
    constructor(options: { readonly socketPath: string });
    ping(options: CallOptions): Promise<unknown>;
    listContainers(options: CallOptions & { readonly all?: boolean }): Promise<unknown>;
    getContainer(id: string): {
      inspect(options: CallOptions): Promise<unknown>;
      restart(options: CallOptions): Promise<unknown>;
      kill(options: CallOptions & { readonly signal: string }): Promise<unknown>;
    };
    getEvents(
      options: CallOptions & { readonly filters: Readonly<Record<string, readonly string[]>> },
    ): Promise<NodeJS.ReadableStream>;
  }

  export = Docker;
}
