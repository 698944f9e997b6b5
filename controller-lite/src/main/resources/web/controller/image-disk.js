/** @import { DiskInfo } from 'shared/types.js' */

/**
 * An image as the disk it is of, to be drawn: its partitions, without the volumes inside them. The disk as a whole is
 * drawn only when it has none: beside them it would seem to lie in front of them.
 *
 * @returns {DiskInfo}
 */
export function asDisk(image) {
  const numbered = image.partitions.some((partition) => /^[1-9]\d*$/.test(partition.part));
  const drawn = numbered ? /^[1-9]\d*$/ : /^0$/;
  return {
    device: image.name,
    size_bytes: image.size_bytes,
    partitions: image.partitions
      .filter((partition) => drawn.test(partition.part) && partition.start_bytes >= 0 && partition.size_bytes > 0)
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
