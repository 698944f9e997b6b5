import { bytes } from 'shared/format.js';
import { fleet } from './context.js';
import { nodeName } from './fleet.js';

/** @import { DiskInfo, NodeInfo } from 'shared/types.js' */

/** Older scans may not show what is there now. */
export const STALE_MS = 10 * 60 * 1000;

/** @param {DiskInfo} disk */
export function isStale(disk) {
  return Date.now() - Date.parse(disk.scanned_at) > STALE_MS;
}

/**
 * Why a disk cannot be the source of a clone; null when it can. The controller checks the same when the clone starts:
 * this only spares people a choice that would be refused.
 *
 * @param {NodeInfo} node
 * @param {DiskInfo} disk
 */
export function sourceExcuse(node, disk) {
  return unreachable(node) ?? busy(node, disk);
}

/**
 * Why a disk cannot be written over with the source; null when it can.
 *
 * @param {{node: NodeInfo, disk: DiskInfo}} source
 * @param {NodeInfo} node
 * @param {DiskInfo} disk
 */
export function targetExcuse(source, node, disk) {
  if (node.id === source.node.id) {
    return disk.device === source.disk.device
      ? 'This is the source.'
      : 'It is in the same machine as the source: a direct clone goes from one node to another.';
  }
  return unreachable(node) ?? busy(node, disk) ?? unfit(source.disk, disk);
}

function unreachable(node) {
  return node.online ? null : `${nodeName(node)} is offline: boot it first.`;
}

function busy(node, disk) {
  if (disk.in_use.length > 0) {
    return `In use: ${disk.in_use.join(' ')}`;
  }
  const session = fleet.activeSessionOn(node.id, disk.device);
  return session ? `It takes part in the clone “${session.name ?? session.id}”, which is still running.` : null;
}

function unfit(source, target) {
  if (target.read_only) {
    return 'It is read-only.';
  }
  if (target.size_bytes < source.size_bytes) {
    const missing = bytes(source.size_bytes - target.size_bytes);
    return `Too small: it has ${bytes(target.size_bytes)}, the source ${bytes(source.size_bytes)} (${missing} more).`;
  }
  if (target.logical_sector_size !== source.logical_sector_size) {
    return (
      `Its sectors have ${target.logical_sector_size} bytes, the source's ${source.logical_sector_size}: ` +
      'the copied partition table could not be read there.'
    );
  }
  return null;
}
