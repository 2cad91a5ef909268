/** What came of trying one thing on this machine. */
export type Finding =
  | { readonly kind: 'yes'; readonly detail?: string }
  | { readonly kind: 'no'; readonly reason: string }
  /** It could not be tried, so nothing is known. */
  | { readonly kind: 'untried'; readonly reason: string };
