import type { Comparison, FigureComparison, SubjectComparison } from '../../compare/comparison.ts';
import { counted } from '../console/wording.ts';

export type ComparedFigure = Extract<FigureComparison, { readonly kind: 'compared' }>;

/** A figure whose interval holds a change, and where it was measured. */
export interface ChangedFigure {
  readonly step: string;
  readonly subject: SubjectComparison;
  readonly figure: ComparedFigure;
}

/** In the order of the steps. */
export function changedFigures(comparison: Comparison): ChangedFigure[] {
  return allFigures(comparison).filter(({ figure }) => figure.evidence !== 'none');
}

/** `3 of 18 figures changed`, `no evidence of a change in 18 figures`. */
export function changedWords(comparison: Comparison): string {
  const count = allFigures(comparison).length;
  if (count === 0) return 'Nothing could be compared';
  const changed = changedFigures(comparison).length;
  const figures = counted(count, 'figure');
  return changed === 0 ? `No evidence of a change in ${figures}` : `${changed} of ${figures} changed`;
}

function allFigures({ steps }: Comparison): ChangedFigure[] {
  return steps.flatMap((step) =>
    step.kind === 'not-compared'
      ? []
      : step.subjects.flatMap((subject) =>
          subject.figures
            .filter((figure) => figure.kind === 'compared')
            .map((figure) => ({ step: step.name, subject, figure })),
        ),
  );
}
