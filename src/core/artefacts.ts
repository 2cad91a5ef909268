/** What the reporters leave in a run's folder. */
export const RESULT_FILE = 'result.json';
export const JUNIT_FILE = 'junit.xml';
export const HTML_FILE = 'report.html';
/** There from the beginning of a run. */
export const EVENTS_FILE = 'events.jsonl';
/** There where the run was compared with an earlier one. */
export const COMPARE_FILE = 'compare.html';
/** On which a run answers while it is under way. */
export const CONTROL_SOCKET = 'control.sock';
