import type { WatchBegun } from '../../engine/live/watch-messages.ts';

/** What cannot be seen of what was asked for; empty when nothing. */
export function unreadNote({ unread }: WatchBegun): string {
  return unread
    .map(({ edge, protocol, driver }) => {
      const carriage = `carried by ${driver} as ${protocol}`;
      return `note: the requests on edge ${edge}, ${carriage}, cannot be seen\n`;
    })
    .join('');
}
