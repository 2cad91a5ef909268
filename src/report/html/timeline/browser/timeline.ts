/*
 * The one script of the report: reads the timelines where somebody points, and zooms them. Whatever the page says it says without;
 * where scripts are forbidden, nothing is missing and nothing is promised. It moves nothing by itself, so there is no motion to reduce.
 */
import type { Readings } from '../readings-data.ts';
import { Chart } from './chart.ts';
import { Explorer } from './explorer.ts';
import { followKeys, followPointer } from './gestures.ts';

function explore(section: Element, source: Element): void {
  // Written by the same program as this script, into the same page.
  const readings: Readings = JSON.parse(source.textContent ?? '');
  const charts = [...section.querySelectorAll<HTMLElement>('.chart')].flatMap((element) => {
    const picture = element.querySelector('svg');
    return picture === null ? [] : [new Chart(element, picture)];
  });
  const explorer = new Explorer(readings, charts);
  for (const [index, chart] of charts.entries()) {
    followPointer(chart, explorer);
    followKeys(chart, index, explorer);
  }
  section.querySelector('.legend')?.after(explorer.bar.element);
}

const section = document.querySelector('.timelines');
const source = document.getElementById('timeline-readings');
if (section !== null && source !== null) explore(section, source);
