/** @import { DiskInfo } from 'shared/types.js' */

/**
 * An image as the disk it is of, to be drawn: its partitions, without the volumes inside them.
 *
 * @returns {DiskInfo}
 */
export function asDisk(image) {
  return {
    device: image.name,
    size_bytes: image.size_bytes,
    partitions: image.partitions
      .filter((partition) => /^\d+$/.test(partition.part) && partition.start_bytes >= 0 && partition.size_bytes > 0)
      .map((partition) => ({
        number: Number(partition.part),
        start_bytes: partition.start_bytes,
        end_bytes: partition.start_bytes + partition.size_bytes,
        size_bytes: partition.size_bytes,
        type: 'linux',
        filesystem: partition.filesystem,
        label: partition.label,
        used_percent: null,
        mountpoint: null,
      })),
  };
}
