/** @import { DiskInfo, PartitionInfo } from './types.js' */

/** Space between partitions below this is alignment, not room: a cylinder of old tables is 8 MiB at most. */
const SMALLEST_GAP = 2 * 1024 * 1024;

/**
 * One piece of a disk from `start` to `end` (exclusive, bytes); a gap when it has no partition. An extended partition
 * holds the pieces inside it.
 *
 * @typedef {{start: number, end: number, partition: PartitionInfo|null, inside: Piece[]}} Piece
 */

/**
 * The pieces of a disk in the order they lie on it.
 *
 * @param {DiskInfo} disk
 * @returns {Piece[]}
 */
export function layout(disk) {
  const sorted = [...disk.partitions].sort((a, b) => a.start_bytes - b.start_bytes);
  const extended = sorted.find((partition) => partition.type === 'extended');
  const isLogical = (partition) =>
    extended !== undefined &&
    partition !== extended &&
    partition.start_bytes >= extended.start_bytes &&
    partition.end_bytes <= extended.end_bytes;
  const pieces = withGaps(
    sorted.filter((partition) => !isLogical(partition)),
    0,
    disk.size_bytes,
  );
  for (const piece of pieces) {
    if (extended !== undefined && piece.partition === extended) {
      piece.inside = withGaps(sorted.filter(isLogical), piece.start, piece.end);
    }
  }
  return pieces;
}

function withGaps(partitions, from, to) {
  const pieces = [];
  let at = from;
  const gap = (end) => {
    if (end - at >= SMALLEST_GAP) {
      pieces.push({ start: at, end, partition: null, inside: [] });
    }
  };
  for (const partition of partitions) {
    gap(partition.start_bytes);
    pieces.push({ start: partition.start_bytes, end: partition.end_bytes, partition, inside: [] });
    at = Math.max(at, partition.end_bytes);
  }
  gap(to);
  return pieces;
}
