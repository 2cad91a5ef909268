/** Something to look for on a page: one visible element that is all of what is given, or a text anywhere on the page. */
export interface PageMark {
  /** As reports name it; the same label is the same mark. */
  readonly label: string;
  /** Whole words of visible text, in any case. */
  readonly text?: string;
  /** CSS. */
  readonly selector?: string;
}

export interface PageSize {
  readonly width: number;
  readonly height: number;
}
