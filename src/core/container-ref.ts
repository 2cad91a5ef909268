/** A container as a person names it. */
export type ContainerRef =
  | { readonly kind: 'name'; readonly name: string }
  /** Its first digits are enough, as long as no other container's are the same. */
  | { readonly kind: 'id'; readonly id: string }
  /** `key`, or `key=value`. */
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'compose'; readonly project: string; readonly service: string };

/** As in "container `cart`". */
export function containerLabel(ref: ContainerRef): string {
  switch (ref.kind) {
    case 'name':
      return `container \`${ref.name}\``;
    case 'id':
      return `container with the id \`${ref.id}\``;
    case 'label':
      return `container with the label \`${ref.label}\``;
    case 'compose':
      return `container of service \`${ref.service}\` in the compose project \`${ref.project}\``;
  }
}
